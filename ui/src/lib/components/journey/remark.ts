// A remark beside a signature is a note of its own, written first: where the signature is refused it is not written twice.
import type { Backend } from "../../backend/backend";

export async function writeRemark(backend: Backend, id: string, fields: { remark: string }): Promise<void> {
  const text = fields.remark.trim();
  if (text === "") return;
  await backend.call("maintenance_note", { id, text });
  fields.remark = "";
}
