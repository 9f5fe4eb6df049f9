export const THEMES = ["system", "light", "dark"] as const;
export type Theme = (typeof THEMES)[number];

const KEY = "switchback.theme";
const isTheme = (word: string | null): word is Theme => (THEMES as readonly (string | null)[]).includes(word);

/** Light, dark, or as the system says. Kept on this computer. */
export class Appearance {
  theme: Theme = $state("system");

  /** A theme that is given here is shown and not kept. */
  constructor(given: string | null = null) {
    const kept = localStorage.getItem(KEY);
    this.theme = isTheme(given) ? given : isTheme(kept) ? kept : "system";
    this.#show();
  }

  choose(theme: Theme): void {
    this.theme = theme;
    localStorage.setItem(KEY, theme);
    this.#show();
  }

  /** Without the attribute the tokens follow the system by themselves. */
  #show(): void {
    if (this.theme === "system") delete document.documentElement.dataset["theme"];
    else document.documentElement.dataset["theme"] = this.theme;
  }
}
