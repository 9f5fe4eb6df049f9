// Rows or lines, as the person chose on this computer.
export type BoardForm = "rows" | "lines";

const KEY = "switchback.board.form";

export function readForm(): BoardForm | null {
  const kept = localStorage.getItem(KEY);
  return kept === "rows" || kept === "lines" ? kept : null;
}

export const keepForm = (form: BoardForm): void => localStorage.setItem(KEY, form);
