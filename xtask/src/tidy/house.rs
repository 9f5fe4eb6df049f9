//! What the rules look at: the members and their dependencies, everything that is linked, and every text.

use super::lexer::{self, Views};
use anyhow::{Context, Result};
use serde_json::Value;
use std::ops::Range;
use std::path::Path;

/// The workspace as the rules see it.
#[derive(Debug, Default)]
pub struct House {
    pub members: Vec<Member>,
    /// Everything linked on this platform: ours and foreign, with `None` where it could not be told.
    pub packages: Vec<Package>,
    /// Every text file that is not made by a tool, Rust included. Paths are relative, with `/`.
    pub texts: Vec<Text>,
    pub rust: Vec<Rust>,
    /// Where this copy of the workspace lies.
    pub root: String,
}

/// A package of this workspace.
#[derive(Debug, Clone)]
pub struct Member {
    pub name: String,
    /// Relative to the root, with `/`.
    pub folder: String,
    pub arrows: Vec<Arrow>,
}

/// A dependency of a member.
#[derive(Debug, Clone)]
pub struct Arrow {
    /// The package's own name, also where it is renamed.
    pub to: String,
    pub kind: Kind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Normal,
    Build,
    Dev,
}

/// A package in the dependency graph.
#[derive(Debug, Clone)]
pub struct Package {
    pub name: String,
    pub version: String,
    pub licence: Option<String>,
    /// Of this workspace, not from a registry.
    pub ours: bool,
}

#[derive(Debug, Clone)]
pub struct Text {
    pub path: String,
    pub text: String,
}

/// A Rust source file.
#[derive(Debug, Clone)]
pub struct Rust {
    pub path: String,
    pub text: String,
    pub views: Views,
}

impl House {
    /// Reads the workspace at `root`.
    ///
    /// # Errors
    /// A file or cargo's metadata cannot be read.
    pub fn read(root: &Path) -> Result<Self> {
        let members = members(&super::metadata(root, &["--no-deps"])?, root);
        let linked = super::linked(root).context("read what is linked; `cargo fetch` brings what is missing")?;
        let mut texts = vec![];
        collect(root, root, &mut texts)?;
        texts.sort_by(|a, b| a.path.cmp(&b.path));
        let rust = texts.iter().filter(|t| t.path.ends_with(".rs")).map(|t| Rust::new(&t.path, &t.text)).collect();
        Ok(Self { members, packages: packages(&linked), texts, rust, root: root.display().to_string() })
    }

    /// The text of one file.
    pub fn text(&self, path: &str) -> Option<&str> {
        self.texts.iter().find(|t| t.path == path).map(|t| t.text.as_str())
    }
}

impl Rust {
    pub fn new(path: &str, text: &str) -> Self {
        Self { path: path.into(), text: text.into(), views: lexer::split(text) }
    }

    /// `path:line` of a byte offset.
    pub fn place(&self, offset: usize) -> String {
        let line = self.text.as_bytes()[..offset].iter().filter(|&&byte| byte == b'\n').count() + 1;
        format!("{}:{line}", self.path)
    }

    /// Offsets at which `needle` stands in the code as whole words.
    pub fn find(&self, needle: &str) -> Vec<usize> {
        words_in(&self.views.code, needle)
    }

    /// The parts that are compiled for tests only: the whole file under a `tests` folder or named `tests.rs`, else
    /// the modules marked `#[cfg(test)]`.
    pub fn test_parts(&self) -> Vec<Range<usize>> {
        let in_tests = |part: &str| part == "tests" || part == "tests.rs" || part == "benches";
        if self.path.split('/').any(in_tests) {
            return vec![Range { start: 0, end: self.text.len() }];
        }
        let code = &self.views.code;
        let marks = code.match_indices("#[cfg(test)]");
        marks.filter_map(|(at, mark)| module_after(code, at + mark.len())).collect()
    }
}

/// The body of a module that begins after `at`, over further attributes; nothing where another item follows.
fn module_after(code: &str, at: usize) -> Option<Range<usize>> {
    let open = at + code[at..].find(['{', ';'])?;
    let head = &code[at..open];
    if !code[open..].starts_with('{') || !head.split_whitespace().any(|word| word == "mod") {
        return None;
    }
    let mut depth = 0;
    for (offset, c) in code[open..].char_indices() {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return Some(Range { start: open, end: open + offset });
        }
    }
    Some(Range { start: open, end: code.len() })
}

/// Offsets at which `needle` stands in `text` with no letter, digit or `_` around it.
pub fn words_in(text: &str, needle: &str) -> Vec<usize> {
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    let starts_as_word = needle.starts_with(is_word);
    let ends_as_word = needle.ends_with(is_word);
    let stands_alone = |&at: &usize| {
        let before = text[..at].chars().next_back().is_some_and(is_word);
        let after = text[at + needle.len()..].chars().next().is_some_and(is_word);
        !(before && starts_as_word || after && ends_as_word)
    };
    text.match_indices(needle).map(|(at, _)| at).filter(stands_alone).collect()
}

fn members(metadata: &Value, root: &Path) -> Vec<Member> {
    let packages = metadata["packages"].as_array().into_iter().flatten();
    let member = |package: &Value| {
        let folder = Path::new(package["manifest_path"].as_str()?).parent()?;
        let folder = folder.strip_prefix(root).unwrap_or(folder);
        let arrows = package["dependencies"].as_array()?.iter().filter_map(arrow).collect();
        Some(Member { name: package["name"].as_str()?.into(), folder: with_slashes(folder), arrows })
    };
    packages.filter_map(member).collect()
}

fn arrow(dependency: &Value) -> Option<Arrow> {
    let kind = match dependency["kind"].as_str() {
        Some("dev") => Kind::Dev,
        Some("build") => Kind::Build,
        _ => Kind::Normal,
    };
    Some(Arrow { to: dependency["name"].as_str()?.into(), kind })
}

/// A line a package: `name vVERSION (what else) | licence`. A path in brackets is one of ours.
fn packages(linked: &str) -> Vec<Package> {
    let package = |line: &str| {
        let (package, licence) = line.split_once('|')?;
        let mut words = package.split_whitespace();
        let (name, version) = (words.next()?, words.next()?);
        let licence = licence.trim_end_matches("(*)").trim();
        Some(Package {
            name: name.to_owned(),
            version: version.trim_start_matches('v').to_owned(),
            licence: Some(licence.to_owned()).filter(|licence| !licence.is_empty()),
            ours: words.any(|word| word.starts_with("(/") || word.contains(":\\")),
        })
    };
    let mut packages: Vec<_> = linked.lines().filter_map(package).collect();
    packages.sort_by(|a, b| (&a.name, &a.version).cmp(&(&b.name, &b.version)));
    packages.dedup_by(|a, b| a.name == b.name && a.version == b.version);
    packages
}

/// Texts under `folder`, without what tools make: version control, build output (it carries a cache tag), packages of
/// the page, lock files.
fn collect(root: &Path, folder: &Path, texts: &mut Vec<Text>) -> Result<()> {
    let entries = std::fs::read_dir(folder).with_context(|| format!("read the folder {}", folder.display()))?;
    for entry in entries {
        let path = entry.with_context(|| format!("read the folder {}", folder.display()))?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if [".git", "node_modules", "Cargo.lock", "package-lock.json"].contains(&name.as_str()) || path.is_symlink() {
            continue;
        }
        if path.is_dir() {
            if !path.join("CACHEDIR.TAG").exists() {
                collect(root, &path, texts)?;
            }
        } else if let Some(text) = text_of(&path)? {
            texts.push(Text { path: with_slashes(path.strip_prefix(root).unwrap_or(&path)), text });
        }
    }
    Ok(())
}

/// The file's text; nothing for a file that is not UTF-8, or that went away since its folder was read.
fn text_of(path: &Path) -> Result<Option<String>> {
    match std::fs::read(path) {
        Ok(bytes) => Ok(String::from_utf8(bytes).ok()),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error).with_context(|| format!("read {}", path.display())),
    }
}

fn with_slashes(path: &Path) -> String {
    path.iter().map(|part| part.to_string_lossy()).collect::<Vec<_>>().join("/")
}

/// Small houses for the tests of the rules.
#[cfg(test)]
pub(crate) mod samples {
    use super::*;

    pub(crate) fn with_rust(path: &str, text: &str) -> House {
        House { rust: vec![Rust::new(path, text)], ..with_text(path, text) }
    }

    pub(crate) fn with_text(path: &str, text: &str) -> House {
        House { texts: vec![Text { path: path.into(), text: text.into() }], ..House::default() }
    }

    pub(crate) fn with_member(name: &str, folder: &str, arrows: &[(&str, Kind)]) -> House {
        let arrows = arrows.iter().map(|(to, kind)| Arrow { to: (*to).into(), kind: *kind }).collect();
        House { members: vec![Member { name: name.into(), folder: folder.into(), arrows }], ..House::default() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn test_parts_are_modules_marked_for_tests() {
        let file = Rust::new("crates/x/src/a.rs", "fn a() {}\n#[cfg(test)]\nmod tests { fn b() { {} } }\nfn c() {}");
        let parts: Vec<&str> = file.test_parts().into_iter().map(|part| &file.text[part]).collect();
        assert_eq!(parts, ["{ fn b() { {} } "]);
    }

    #[test]
    fn an_import_for_tests_makes_no_test_part() {
        let file = Rust::new("crates/x/src/a.rs", "#[cfg(test)]\nuse a::b;\nmod real { fn c() {} }");
        assert_eq!(file.test_parts(), []);
    }

    #[test]
    fn a_file_under_tests_is_all_test() {
        assert_eq!(Rust::new("crates/x/tests/it/main.rs", "abc").test_parts(), [Range { start: 0, end: 3 }]);
    }

    #[test]
    fn words_stand_alone() {
        assert_eq!(words_in("sleep(1) asleep(2) sleep_long(3) x.sleep (4)", "sleep"), [0, 35]);
    }

    #[test]
    fn metadata_gives_members_with_their_arrows() {
        let metadata = serde_json::json!({"packages": [{"name": "a", "manifest_path": "/r/crates/a/Cargo.toml",
            "dependencies": [{"name": "b", "kind": null}, {"name": "c", "kind": "dev"}, {"name": "d", "kind": "build"}]}]});
        let members = members(&metadata, Path::new("/r"));
        assert_eq!(members[0].folder, "crates/a");
        let kinds: Vec<_> = members[0].arrows.iter().map(|a| (a.to.as_str(), a.kind)).collect();
        assert_eq!(kinds, [("b", Kind::Normal), ("c", Kind::Dev), ("d", Kind::Build)]);
    }
}
