//! Starts the typesetter: `switchback-typeset`, a program of its own beside this one, which reads a document and writes its PDF.
//! Whatever becomes of it, all that can be missing afterwards is a PDF.
//!
//! It is given the document and nothing else: no argument, no environment, and limits of time and size. It has no window anywhere:
//! on Windows it is built as a program without a console.

use std::io;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWriteExt as _};
use tokio::process::{Child, Command};

/// What it may take.
#[derive(Clone, Copy)]
struct Limits {
    time: Duration,
    /// Bytes of a PDF.
    pdf: u64,
}

const LIMITS: Limits = Limits { time: Duration::from_secs(120), pdf: 256 * 1024 * 1024 };

/// How much of what it says about a failure is kept, in bytes.
const MOST_WORDS: u64 = 4 * 1024;

/// What Windows needs in every environment.
const KEPT: [&str; 1] = ["SystemRoot"];

/// Why there is no PDF.
#[derive(Debug, thiserror::Error)]
pub(crate) enum NoPdf {
    #[error("the typesetter is not installed beside this program: there is no {}", .0.display())]
    NotInstalled(PathBuf),
    #[error("the typesetter could not be started")]
    Start(#[source] io::Error),
    #[error("the typesetter took longer than {} s and was ended", .0.as_secs_f32())]
    TooSlow(Duration),
    #[error("the PDF is larger than {} MiB", .0 >> 20)]
    TooLarge(u64),
    /// Its own words.
    #[error("the report could not be typeset: {0}")]
    Typeset(String),
    #[error("what the typesetter wrote could not be read")]
    Talk(#[source] io::Error),
}

/// The PDF of a document, as [`report::Document::to_json`] writes it. Dropped, it ends the typesetter.
///
/// # Errors
/// [`NoPdf`].
pub(crate) async fn typeset(document: &[u8]) -> Result<Vec<u8>, NoPdf> {
    let here = std::env::current_exe().map_err(NoPdf::Start)?;
    run(Command::new(beside(&here)), document, LIMITS).await
}

/// Where the typesetter stands for a program that stands here. The tests of a workspace stand one folder deeper.
fn beside(here: &Path) -> PathBuf {
    let folder = here.parent().unwrap_or(here);
    let folder = if folder.ends_with("deps") { folder.parent().unwrap_or(folder) } else { folder };
    folder.join(format!("switchback-typeset{}", std::env::consts::EXE_SUFFIX))
}

async fn run(mut command: Command, document: &[u8], limits: Limits) -> Result<Vec<u8>, NoPdf> {
    command.env_clear().envs(KEPT.iter().filter_map(|name| Some((name, std::env::var_os(name)?))));
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).kill_on_drop(true);
    let mut child = command.spawn().map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => NoPdf::NotInstalled(command.as_std().get_program().into()),
        _ => NoPdf::Start(error),
    })?;
    let told = tokio::time::timeout(limits.time, talk(&mut child, document, limits.pdf)).await;
    let told = told.unwrap_or(Err(NoPdf::TooSlow(limits.time)));
    if told.is_err() {
        // Gone before anybody is told so. Where it has ended by itself there is nothing to end.
        drop(child.kill().await);
    }
    told
}

/// Feeds it and hears it at once, so that neither waits for the other.
async fn talk(child: &mut Child, document: &[u8], most: u64) -> Result<Vec<u8>, NoPdf> {
    let (Some(mut input), Some(output), Some(words)) = (child.stdin.take(), child.stdout.take(), child.stderr.take())
    else {
        return Err(NoPdf::Talk(io::ErrorKind::BrokenPipe.into()));
    };
    let fed = async move {
        // One that ends before it has read all of it says why, or by its exit that something is wrong.
        drop(input.write_all(document).await);
        drop(input);
        Ok::<_, NoPdf>(())
    };
    let (pdf, words, ()) = tokio::try_join!(whole(output, most), beginning(words), fed)?;
    let status = child.wait().await.map_err(NoPdf::Talk)?;
    if status.success() && pdf.starts_with(b"%PDF-") {
        return Ok(pdf);
    }
    Err(NoPdf::Typeset(match words.trim() {
        "" if status.success() => "it wrote no PDF".to_owned(),
        "" => format!("it said nothing and ended with {status}"),
        words => words.to_owned(),
    }))
}

async fn whole(output: impl AsyncRead + Unpin, most: u64) -> Result<Vec<u8>, NoPdf> {
    let mut pdf = vec![];
    output.take(most + 1).read_to_end(&mut pdf).await.map_err(NoPdf::Talk)?;
    if pdf.len() as u64 > most { Err(NoPdf::TooLarge(most)) } else { Ok(pdf) }
}

/// The beginning of what it says, in one line. The rest is read too, so that it never waits for a reader.
async fn beginning(mut output: impl AsyncRead + Unpin) -> Result<String, NoPdf> {
    let mut kept = vec![];
    (&mut output).take(MOST_WORDS).read_to_end(&mut kept).await.map_err(NoPdf::Talk)?;
    tokio::io::copy(&mut output, &mut tokio::io::sink()).await.map_err(NoPdf::Talk)?;
    let words = String::from_utf8_lossy(&kept);
    let words = words.strip_prefix("switchback-typeset: ").unwrap_or(&words);
    Ok(words.chars().map(|c| if c.is_control() { ' ' } else { c }).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As `crates/report` writes it.
    const DOCUMENT: &[u8] = include_bytes!("../../report/tests/golden/slow.json");

    #[tokio::test]
    async fn the_real_one_makes_a_pdf_of_a_report() {
        let pdf = typeset(DOCUMENT).await.expect("built beside the tests: cargo build -p typeset");
        assert!(pdf.trim_ascii_end().ends_with(b"%%EOF"));
        let refused = typeset(b"{}").await.expect_err("no document").to_string();
        assert!(refused.starts_with("the report could not be typeset: the input is no report document"), "{refused}");
    }

    #[tokio::test]
    async fn one_that_is_not_there_is_not_installed() {
        let folder = tempfile::tempdir().expect("a folder");
        let program = beside(&folder.path().join("deps").join("app-0123"));
        assert_eq!(program.parent(), Some(folder.path()));
        assert_eq!(beside(&folder.path().join("switchback")), program);
        let told = run(Command::new(&program), DOCUMENT, LIMITS).await;
        assert!(matches!(told, Err(NoPdf::NotInstalled(named)) if named == program));
    }

    /// Programs that do anything but what they should.
    #[cfg(unix)]
    mod others {
        use super::*;

        const SHORT: Limits = Limits { time: Duration::from_millis(500), pdf: 1 << 20 };

        fn script(lines: &str) -> Command {
            let mut command = Command::new("/bin/sh");
            command.args(["-c", lines]);
            command
        }

        async fn words(lines: &str) -> String {
            run(script(lines), DOCUMENT, LIMITS).await.expect_err("no PDF").to_string()
        }

        /// Whether the process that wrote its number there is still known to the system; one that wrote none was ended before.
        fn is_there(file: &Path) -> bool {
            let number = std::fs::read_to_string(file).unwrap_or_default();
            let number = number.trim();
            let known = || std::process::Command::new("kill").args(["-0", number]).stderr(Stdio::null()).status();
            !number.is_empty() && known().expect("kill").success()
        }

        #[tokio::test]
        async fn one_that_hangs_is_ended() {
            let folder = tempfile::tempdir().expect("a folder");
            let file = folder.path().join("number");
            let command = script(&format!("echo $$ > '{}'; exec sleep 600", file.display()));
            let told = run(command, DOCUMENT, SHORT).await.expect_err("no PDF");
            assert_eq!(told.to_string(), "the typesetter took longer than 0.5 s and was ended");
            assert!(!is_there(&file));
        }

        #[tokio::test]
        async fn one_that_nobody_waits_for_any_more_is_ended() {
            let folder = tempfile::tempdir().expect("a folder");
            let file = folder.path().join("number");
            let command = script(&format!("echo $$ > '{}'; exec sleep 600", file.display()));
            let until = |there: bool| {
                let file = file.clone();
                async move {
                    while is_there(&file) != there {
                        tokio::task::yield_now().await;
                    }
                }
            };
            tokio::select! {
                told = run(command, DOCUMENT, LIMITS) => panic!("{told:?}"),
                () = until(true) => {}
            }
            tokio::time::timeout(LIMITS.time, until(false)).await.expect("it is ended");
        }

        #[tokio::test]
        async fn one_that_floods_is_ended() {
            let limits = Limits { time: LIMITS.time, pdf: 1 << 20 };
            let told = run(script("exec cat /dev/zero"), DOCUMENT, limits).await.expect_err("no PDF");
            assert_eq!(told.to_string(), "the PDF is larger than 1 MiB");
            let told = words("head -c 9000000 /dev/zero | tr '\\0' x >&2; exit 1").await;
            assert_eq!(told.matches('x').count() as u64, MOST_WORDS);
        }

        #[tokio::test]
        async fn one_that_dies_says_why() {
            let told = words("echo 'switchback-typeset: no room' >&2; exit 1").await;
            assert_eq!(told, "the report could not be typeset: no room");
            assert!(words("kill -9 $$").await.contains("it said nothing and ended with signal: 9"));
            assert!(words("echo %PDF-1.7; exit 1").await.contains("it said nothing and ended with exit status: 1"));
            assert!(words("echo hello").await.contains("it wrote no PDF"));
        }

        #[tokio::test]
        async fn neither_waits_for_the_other() {
            let mut great = b"%PDF-1.7".to_vec();
            great.resize(8 << 20, b'x');
            let echoed = run(script("cat; head -c 1000000 /dev/zero >&2"), &great, LIMITS).await.expect("a PDF");
            assert!(echoed == great);
            // One that does not read.
            assert_eq!(run(script("printf %%PDF-1.7"), &great, LIMITS).await.expect("a PDF"), b"%PDF-1.7");
        }

        #[tokio::test]
        async fn it_knows_nothing_of_our_environment() {
            assert!(std::env::var_os("CARGO_MANIFEST_DIR").is_some());
            let told = run(script("printf %%PDF-; exec env"), DOCUMENT, LIMITS).await.expect("a PDF");
            let told = String::from_utf8(told).expect("text");
            assert!(told.contains("PWD=") && !told.contains("CARGO") && !told.contains("HOME"), "{told}");
        }
    }
}
