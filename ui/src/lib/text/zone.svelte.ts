import type { ZoneOffset } from "../wire";

/** What the program tells of this computer's clock. */
interface Told {
  name: string;
  offsets: readonly { from: number; seconds: number; name: string }[];
}

let told: Told | null = $state.raw(null);
/** Asked for when a local time is shown before the program has told its zone: to answer, the web view reads megabytes of languages. */
let own: string | undefined;

/** The zone of every local time: the web view's until the program has told its own. A page that shows a time follows it. */
export const zone = {
  get name(): string {
    return told?.name ?? (own ??= Intl.DateTimeFormat().resolvedOptions().timeZone);
  },
  /** What the clocks of the zone show at an instant, where the program told it. */
  at(instant: number): Told["offsets"][number] | null {
    return told?.offsets.findLast(({ from }) => from <= instant) ?? null;
  },
  tell(name: string, offsets: readonly ZoneOffset[]): void {
    told = { name, offsets: offsets.map(({ from, ...rest }) => ({ from: Date.parse(from), ...rest })) };
  },
};
