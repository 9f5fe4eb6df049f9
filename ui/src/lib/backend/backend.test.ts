import { afterEach, expect, test, vi } from "vitest";
import { chooseBackend } from ".";

afterEach(() => vi.unstubAllEnvs());

test("without the program the shipped page shows nothing made up", async () => {
  vi.stubEnv("MODE", "production");
  expect(await chooseBackend()).toBeNull();
  vi.stubEnv("MODE", "pictures");
  expect((await chooseBackend())?.backend).toBeDefined();
});
