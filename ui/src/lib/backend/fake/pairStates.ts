// Atlas outside a maintenance, in each state a pair can be in. `?scenario=pin_changed`
import type { ApplianceStatus, KeychainState, PairStatus, SecretState, TroubleTold } from "../../wire";
import { NIGHT, appliance, iso, status, type World } from "./world";

const A = "atl-1";
const B = "atl-2";
const PINNED = "a97c31f00de258b46b159ac7e84302dd71bec62f94085da33ef1679b20ca8416";

const silent = (label: string, trouble: TroubleTold, more: Partial<ApplianceStatus> = {}): ApplianceStatus =>
  appliance(label, "unknown", { reachable: false, version: null, build: null, healthy: null, last_sync: null, last_sync_text: null, clock_offset_s: null, certificate_until: null, api: null, trouble, ...more });

const refused = (code: string, message: string, hint: string): TroubleTold => ({ code, message, hint });
const timedOut = refused("timed-out", "it did not answer in 10 s", "Check the network and whether the appliance is busy; it is asked again by itself while watched.");

type Of = () => World;

const atlas = (of: Of, told: PairStatus, more: (world: World) => void = () => undefined): World => {
  const world = of();
  world.statuses = [told, ...world.statuses.filter((one) => one.pair !== "Atlas")];
  world.afterwards = of().statuses;
  more(world);
  return world;
};

/** Every appliance as it was 11 minutes ago, before the secret could not be read. */
const before = (world: World): PairStatus[] =>
  world.statuses.map((one) => ({ ...one, appliances: one.appliances.map((end) => ({ ...end, observed_at: iso(NIGHT - 11 * 60_000), age_s: 660 })) }));

function noSecret(of: Of, keychain: KeychainState, secret: SecretState, message: string): World {
  const world = of();
  world.hello.keychain = keychain;
  world.earlier = before(world);
  world.afterwards = of().statuses;
  const trouble = refused("no-credential", message, "Put one into the keychain.");
  const names = keychain === "usable" ? ["Atlas"] : world.pairs.map((pair) => pair.name);
  world.statuses = world.statuses.map((one) =>
    names.includes(one.pair)
      ? { ...status(one.pair, "unknown", "needs_you", `The role of ${one.appliances[0]?.label ?? ""} is not known: ${message}.`, "What cannot be read is not judged.", one.appliances.map((end) => silent(end.label, trouble))), maintenance: null }
      : one,
  );
  for (const pair of world.pairs) if (names.includes(pair.name)) for (const one of pair.appliances) one.credential = secret;
  return world;
}

export const pairStates = (of: Of): Record<string, () => World> => ({
  keychain_locked: () => noSecret(of, "locked", "locked", "the keychain is locked"),
  keychain_absent: () => noSecret(of, "absent", "absent", "this computer offers no keychain"),
  keychain_denied: () => noSecret(of, "denied", "denied", "the keychain refused access"),
  keychain_missing: () => noSecret(of, "usable", "missing", "no secret is stored"),
  secret_refused: () => {
    const trouble = refused("secret-rejected", "the client secret was refused", "Check client id and secret. It is not tried again by itself: accounts lock out.");
    return atlas(of, status("Atlas", "unknown", "needs_you", "The role of atl-1 is not known.", "", [silent(A, trouble, { reachable: true }), silent(B, trouble, { reachable: true })]));
  },
  pin_changed: () => atlas(of, status("Atlas", "unknown", "stop", "The public key of atl-2 is not the pinned one.", "", [appliance(A, "primary"), silent(B, refused("pin-changed", "the public key is not the pinned one", "Stop. Compare the fingerprints."))]), (world) => {
    const pair = world.pairs.find((one) => one.name === "Atlas");
    for (const one of pair?.appliances ?? []) one.trust = `pin:${PINNED}`;
    world.shown[B] = {
      spki_sha256: "5ed02b97f46a11c803b97e42ac15d86f88310fe5c27d9b541960a4f8e73c820d", subject: "support.example.com", names: ["support.example.com"], issuer: "Example Internal CA 3",
      not_before: "2026-03-07T00:00:00.000Z", not_after: "2027-03-07T00:00:00.000Z",
    };
  }),
  guid_changed: () => atlas(of, status("Atlas", "unknown", "stop", "atl-2 answers with another GUID.", "", [appliance(A, "primary"), appliance(B, "backup", { guid: "0d12aa7ec1f9437db2b6a8e3f05d9c41" })])),
  two_primaries: () => atlas(of, { ...status("Atlas", "two_primaries", "stop", "Both atl-1 and atl-2 say that they are primary.", "", [appliance(A, "primary", { users: 29, users_at: iso(NIGHT - 9_000) }), appliance(B, "primary", { users: 7, users_at: iso(NIGHT - 9_000) })]), site: { answered_by: A, guid: null, trouble: null } }),
  both_backup: () => atlas(of, status("Atlas", "both_backup", "stop", "Both appliances stand by: nobody serves.", "", [appliance(A, "backup"), appliance(B, "backup", { last_sync: iso(NIGHT - 74 * 60_000) })])),
  no_relation: () => atlas(of, status("Atlas", "broken", "stop", "The relation of the pair is broken.", "", [appliance(A, "primary"), appliance(B, "none", { last_sync: null, last_sync_text: null })])),
  unrecognised: () => atlas(of, status("Atlas", "unrecognised", "stop", "atl-2 says that its role is 'standby-x'.", "", [appliance(A, "primary"), appliance(B, "unknown", { role_text: "standby-x" })])),
  versions_differ: () => atlas(of, status("Atlas", "version_mismatch", "needs_you", "Versions differ.", "", [appliance(A, "primary"), appliance(B, "backup", { version: "25.2.1", build: "117690" })])),
  silent_one: () => atlas(of, status("Atlas", "unknown", "needs_you", "The role of atl-2 is not known.", "", [appliance(A, "primary"), silent(B, timedOut)]), (world) => {
    world.earlier = [
      { ...(of().statuses.find((one) => one.pair === "Atlas") as PairStatus), appliances: [appliance(A, "primary"), appliance(B, "backup", { observed_at: iso(NIGHT - 380_000) })] },
      status("Atlas", "unknown", "needs_you", "", "", [appliance(A, "primary"), silent(B, timedOut, { observed_at: iso(NIGHT - 362_000) })]),
    ];
  }),
  silent_both: () => atlas(of, status("Atlas", "unknown", "needs_you", "The role of atl-1 is not known.", "", [silent(A, timedOut), silent(B, timedOut)])),
  second_hand: () => atlas(of, status("Atlas", "unknown", "needs_you", "atl-2 is not reached.", "", [appliance(A, "primary"), silent(B, timedOut, { role: "backup", second_hand: true })])),
  over_alone: () => atlas(of, status("Atlas", "failed_over", "needs_you", "Failed over: atl-2 is primary, atl-1 is backup.", "", [appliance(A, "backup"), appliance(B, "primary")])),
  wrong_site: () => atlas(of, { ...status("Atlas", "normal", "needs_you", "Normal: atl-1 is primary.", "", [appliance(A, "primary"), appliance(B, "backup")]), site: { answered_by: B, guid: "b93d07c51a2e4d8c9f60ab17e2c451c8", trouble: null } }),
  stale: () => atlas(of, status("Atlas", "normal", "ready", "Normal: atl-1 is primary.", "", [appliance(A, "primary", { observed_at: iso(NIGHT - 190_000) }), appliance(B, "backup", { observed_at: iso(NIGHT - 190_000) })])),
  unread: () => {
    const world = of();
    world.statuses = world.statuses.filter((one) => one.pair !== "Atlas");
    return world;
  },
  stated: () => {
    const world = of();
    const pair = world.pairs.find((one) => one.name === "Atlas");
    const said = (value: boolean | number | string[], days: number) => ({ value, by: "alex@ops-7", at: iso(NIGHT - days * 86_400_000), age_s: days * 86_400, ask_again: days > 180 });
    if (pair) {
      pair.stated = { automatic_failover: said(false, 18), backup_operations: said(true, 18), sync_interval_s: said(3_600, 18), test_ips: said(["192.0.2.1", "192.0.2.2"], 201), alert_mail: null };
      pair.note = "Vendor support is booked for the second Sunday of each month.";
    }
    return world;
  },
});
