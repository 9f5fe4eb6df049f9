//! An empty window of the same kind: what `cargo xtask bench` holds the program's start and memory against.

#[expect(
    clippy::disallowed_methods,
    reason = "what the macro makes ends the process where the page's assets are broken"
)]
fn main() -> Result<(), tauri::Error> {
    tauri::Builder::default().run(tauri::generate_context!("examples/empty/tauri.conf.json"))
}
