//! The only place that starts a process.

use anyhow::{Context, Result, bail};
use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Stdio};

/// A program with its arguments, folder and environment.
#[derive(Debug, Clone)]
pub struct Program {
    name: OsString,
    arguments: Vec<OsString>,
    folder: Option<PathBuf>,
    set: Vec<(OsString, OsString)>,
    unset: Vec<OsString>,
}

impl Program {
    pub fn new(name: impl AsRef<OsStr>) -> Self {
        Self { name: name.as_ref().into(), arguments: vec![], folder: None, set: vec![], unset: vec![] }
    }

    /// The cargo that started us, so that the toolchain is the same; `cargo` from the path otherwise.
    pub fn cargo() -> Self {
        Self::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
    }

    pub fn arg(mut self, argument: impl AsRef<OsStr>) -> Self {
        self.arguments.push(argument.as_ref().into());
        self
    }

    pub fn args<A: AsRef<OsStr>>(mut self, arguments: impl IntoIterator<Item = A>) -> Self {
        self.arguments.extend(arguments.into_iter().map(|a| a.as_ref().into()));
        self
    }

    pub fn folder(mut self, folder: &Path) -> Self {
        self.folder = Some(folder.into());
        self
    }

    pub fn env(mut self, key: &str, value: impl AsRef<OsStr>) -> Self {
        self.set.push((key.into(), value.as_ref().into()));
        self
    }

    pub fn without_env(mut self, key: &str) -> Self {
        self.unset.push(key.into());
        self
    }

    /// This program and its arguments as words, for a program that starts another one.
    pub fn words(&self) -> Vec<OsString> {
        std::iter::once(&self.name).chain(&self.arguments).cloned().collect()
    }

    /// Wraps this program: `outer … this program and its arguments`, in the same folder and environment.
    pub fn inside(&self, outer: &[OsString]) -> Self {
        let mut words = outer.iter().cloned().chain(self.words());
        let name = words.next().unwrap_or_default();
        Self { name, arguments: words.collect(), ..self.clone() }
    }

    /// The line a person would type to do the same, without the environment.
    pub fn as_typed(&self) -> String {
        let name = Path::new(&self.name).file_name().unwrap_or(&self.name);
        let words = std::iter::once(name).chain(self.arguments.iter().map(OsString::as_os_str));
        words.map(|word| word.display().to_string()).collect::<Vec<_>>().join(" ")
    }

    fn command(&self) -> Command {
        let mut command = Command::new(&self.name);
        // `cargo run` tells us about our own package. A build script that watches these variables (ring's does) would
        // build again each time cargo is started by hand and by us in turns.
        for (key, _) in std::env::vars_os().filter(|(key, _)| is_about_our_package(key)) {
            command.env_remove(key);
        }
        command.args(&self.arguments).envs(self.set.iter().cloned());
        for key in &self.unset {
            command.env_remove(key);
        }
        if let Some(folder) = &self.folder {
            command.current_dir(folder);
        }
        command
    }

    /// Runs with our terminal and waits.
    pub fn status(&self) -> Result<ExitStatus> {
        self.command().status().with_context(|| format!("start {}", self.name.display()))
    }

    /// Runs with our terminal; anything but exit code 0 is an error.
    pub fn must(&self) -> Result<()> {
        let status = self.status()?;
        if !status.success() {
            bail!("{} ended with {status}", self.as_typed());
        }
        Ok(())
    }

    /// Runs without showing anything; the exit status and what was printed on standard output.
    /// `input` is written to standard input, which is then closed.
    pub fn ask(&self, input: &str) -> Result<(ExitStatus, String)> {
        let (status, said, _) = self.listen(input)?;
        Ok((status, said))
    }

    /// Runs without showing anything; standard output, or an error with the last lines of standard error.
    pub fn capture(&self) -> Result<String> {
        self.must_answer("")
    }

    /// As [`Self::capture`], with something to read on standard input.
    pub fn must_answer(&self, input: &str) -> Result<String> {
        let (status, said, complaint) = self.listen(input)?;
        if !status.success() {
            let lines: Vec<&str> = complaint.lines().filter(|l| !l.trim().is_empty()).collect();
            bail!("{} ended with {status}: {}", self.as_typed(), lines[lines.len().saturating_sub(4)..].join(" | "));
        }
        Ok(said)
    }

    /// Whether the program starts and ends with exit code 0. Shows nothing.
    pub fn works(&self) -> bool {
        self.ask("").is_ok_and(|(status, _)| status.success())
    }

    fn listen(&self, input: &str) -> Result<(ExitStatus, String, String)> {
        use std::io::Write;
        let name = self.name.display();
        let mut child = self
            .command()
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .with_context(|| format!("start {name}"))?;
        if let Some(mut stdin) = child.stdin.take() {
            // A program that ends without reading its input closes the pipe: its exit status tells the story.
            drop(stdin.write_all(input.as_bytes()));
        }
        let output = child.wait_with_output().with_context(|| format!("wait for {name}"))?;
        let text = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).into_owned();
        Ok((output.status, text(output.stdout), text(output.stderr)))
    }
}

fn is_about_our_package(key: &OsStr) -> bool {
    let key = key.to_string_lossy();
    ["CARGO_PKG_", "CARGO_MANIFEST_"].iter().any(|start| key.starts_with(start))
        || ["CARGO_BIN_NAME", "CARGO_CRATE_NAME", "CARGO_PRIMARY_PACKAGE", "OUT_DIR"].contains(&&*key)
}

/// The exit code of a child, to be passed on. A child ended by a signal counts as 1.
pub fn code_of(status: ExitStatus) -> std::process::ExitCode {
    let code = status.code().and_then(|code| u8::try_from(code).ok()).unwrap_or(1);
    std::process::ExitCode::from(code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failing_program_is_an_error_that_names_it() {
        let error = Program::cargo().arg("no-such-verb-at-all").capture().unwrap_err();
        assert!(format!("{error:#}").contains("cargo no-such-verb-at-all ended with exit status: 101"), "{error:#}");
    }

    #[test]
    fn a_missing_program_is_an_error_that_names_it() {
        let error = Program::new("no-such-program-at-all").must().unwrap_err();
        assert!(format!("{error:#}").contains("start no-such-program-at-all"), "{error:#}");
        assert!(!Program::new("no-such-program-at-all").works());
    }

    #[test]
    fn a_wrapped_program_keeps_its_words_and_environment() {
        let inner = Program::new("cargo").args(["test", "--workspace"]).env("A", "1");
        let outer = inner.inside(&["dbus-run-session".into(), "--".into()]);
        assert_eq!(outer.as_typed(), "dbus-run-session -- cargo test --workspace");
        assert_eq!(outer.set, [("A".into(), "1".into())]);
    }
}
