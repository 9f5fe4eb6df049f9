// A scripted program in memory, for component tests and for `npm run dev`.
import type { CommandName, Commands, Subscribe, Update } from "../wire";
import type { Backend } from "./backend";
import { answers } from "./fake/answers";
import { scenario } from "./fake/scenarios";
import type { World } from "./fake/world";

export interface FakeBackend extends Backend {
  /** What the commands read and change. */
  readonly world: World;
  /** Every call so far, the newest last; a secret is only said to have come. */
  readonly calls: { name: CommandName; request: unknown; secret: boolean }[];
  /** Says something to every subscriber. */
  tell(update: Update): void;
  /** Files fall on the window. */
  drop(files: string[]): void;
}

const BEAT_MS = 2_000;

/** `beats: false` for tests that drive the time themselves. */
export function fake(name = "board", { beats = true }: { beats?: boolean } = {}): FakeBackend {
  const world = scenario(name);
  const ears = new Set<(update: Update) => void>();
  const catchers = new Set<(files: string[]) => void>();
  const calls: FakeBackend["calls"] = [];
  const tell = (update: Update): void => {
    for (const hear of [...ears]) hear(update);
  };
  const commands = answers(world, tell);

  return {
    world,
    calls,
    tell,
    drop: (files) => {
      for (const hear of [...catchers]) hear(files);
    },
    async dropped(hear: (files: string[]) => void): Promise<() => void> {
      catchers.add(hear);
      return () => void catchers.delete(hear);
    },
    async call<N extends CommandName>(name: N, request: Commands[N]["request"], secret?: string): Promise<Commands[N]["response"]> {
      calls.push({ name, request, secret: secret !== undefined });
      const refusal = world.refuse[name];
      if (refusal !== undefined) throw refusal;
      // A copy: the real border never hands out what it keeps.
      return structuredClone(await commands[name](request, secret));
    },
    async subscribe(request: Subscribe, hear: (update: Update) => void): Promise<() => void> {
      ears.add(hear);
      const beat = (): void => hear({ type: "beat", at: new Date(world.now()).toISOString(), driver: world.hello.driver, holder: world.hello.holder, acts: world.acts });
      for (const status of [...world.earlier, ...world.statuses]) hear({ type: "status", status: structuredClone(status) });
      for (const step of world.steps) {
        if (request.maintenance !== null && step.seq > request.after_seq) hear({ type: "step", maintenance: request.maintenance, step });
      }
      for (const update of world.said ?? []) hear(update);
      if (!world.silent) beat();
      const timer = beats && !world.silent ? setInterval(beat, BEAT_MS) : undefined;
      return () => {
        clearInterval(timer);
        ears.delete(hear);
      };
    },
  };
}
