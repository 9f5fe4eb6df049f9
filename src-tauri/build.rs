//! Makes a permission for each command of the page: what is not in the list cannot be called.

fn main() {
    println!("cargo:rerun-if-changed=commands.txt");
    // The page is inside the program: another page is another program.
    println!("cargo:rerun-if-changed=../ui/dist");
    let listed = std::fs::read_to_string("commands.txt").unwrap_or_default();
    let commands: Vec<&'static str> = listed.lines().map(|line| &*line.to_owned().leak()).collect();
    let manifest = tauri_build::AppManifest::new().commands(commands.leak());
    if let Err(error) = tauri_build::try_build(tauri_build::Attributes::new().app_manifest(manifest)) {
        println!("cargo::error={error:#}");
    }
}
