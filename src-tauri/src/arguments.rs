//! How the program was started: a data folder, or a demo.

use std::ffi::OsString;
use std::io::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;

const USAGE: &str = "Usage: switchback [--data-dir DIR] [--demo]

  --data-dir DIR   another data folder than the platform's (also SWITCHBACK_DATA_DIR)
  --demo           a simulated pair, nothing real: made-up data, secrets in memory
  --version, --help";

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Arguments {
    /// None: the platform's data folder.
    pub data_dir: Option<PathBuf>,
    pub demo: bool,
}

/// Why the arguments were not taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotTaken {
    Help,
    Version,
    /// What was given and is not known.
    Unknown(OsString),
    MissingFolder,
}

impl Arguments {
    /// Reads what was given after the program's name; the environment names the data folder where they do not.
    ///
    /// # Errors
    /// Something that is not known, or a question for help or version.
    pub fn read(given: impl IntoIterator<Item = OsString>) -> Result<Self, NotTaken> {
        let mut arguments = Self::default();
        let mut given = given.into_iter();
        while let Some(one) = given.next() {
            match one.to_str() {
                Some("--demo") => arguments.demo = true,
                Some("--data-dir") => {
                    arguments.data_dir = Some(given.next().ok_or(NotTaken::MissingFolder)?.into());
                }
                Some("--help" | "-h") => return Err(NotTaken::Help),
                Some("--version" | "-V") => return Err(NotTaken::Version),
                _ => return Err(NotTaken::Unknown(one)),
            }
        }
        // A demo never comes near the folder that an environment names for the real thing.
        if arguments.data_dir.is_none() && !arguments.demo {
            let named = std::env::var_os("SWITCHBACK_DATA_DIR").filter(|folder| !folder.is_empty());
            arguments.data_dir = named.map(PathBuf::from);
        }
        Ok(arguments)
    }
}

/// Says how the program is started, where there is a terminal to say it.
pub(crate) fn usage(why: &NotTaken) -> ExitCode {
    match why {
        NotTaken::Help => say(USAGE),
        NotTaken::Version => say(&format!("switchback {}", env!("CARGO_PKG_VERSION"))),
        NotTaken::MissingFolder => complain(&format!("--data-dir names no folder\n\n{USAGE}")),
        NotTaken::Unknown(given) => complain(&format!("'{}' is not known\n\n{USAGE}", given.display())),
    }
}

pub(crate) fn failed(error: &dyn std::error::Error) -> ExitCode {
    complain(&format!(
        "the window could not be opened: {error}\nswitchbackctl does the same work in a terminal, without a window."
    ));
    ExitCode::FAILURE
}

fn say(text: &str) -> ExitCode {
    // A terminal that is gone hears nothing.
    drop(writeln!(std::io::stdout(), "{text}"));
    ExitCode::SUCCESS
}

fn complain(text: &str) -> ExitCode {
    drop(writeln!(std::io::stderr(), "{text}"));
    ExitCode::from(2)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(given: &[&str]) -> Result<Arguments, NotTaken> {
        Arguments::read(given.iter().map(OsString::from))
    }

    #[test]
    fn a_folder_and_a_demo_are_taken_in_any_order() {
        let taken = read(&["--demo", "--data-dir", "/data"]).expect("taken");
        assert_eq!(taken, Arguments { data_dir: Some("/data".into()), demo: true });
    }

    #[test]
    fn what_is_not_known_is_named() {
        assert_eq!(read(&["--dmeo"]), Err(NotTaken::Unknown("--dmeo".into())));
        assert_eq!(read(&["--data-dir"]), Err(NotTaken::MissingFolder));
        assert_eq!(read(&["--help"]), Err(NotTaken::Help));
    }
}
