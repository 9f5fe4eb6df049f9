//! The window beside an empty one of the same kind, in turns in one run: start, memory, idle processor, sizes.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use journeys::desktop::Desktop;
use journeys::pair::Pair;
use journeys::until;
use journeys::window::Window;
use simulator::Config;

use super::{Figure, program};

/// Starts of each window.
const STARTS: usize = 9;

/// Windows of each kind that are left alone.
const IDLES: usize = 3;

/// Until caches and compilers of a page have settled, and then how long the processor is watched.
const SETTLES: Duration = Duration::from_secs(8);
const WATCHED: Duration = Duration::from_secs(40);

/// Product, section 12.
const START_RATIO: f64 = 1.5;
const MEMORY_OVER_MB: f64 = 40.0;
const IDLE_PERCENT: f64 = 0.5;
const INSTALLER_MB: f64 = 30.0;

pub(super) fn figures() -> Vec<Figure> {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let mut figures = runtime.block_on(measured()).unwrap_or_default();
    figures.extend(sizes());
    figures
}

async fn measured() -> Option<Vec<Figure>> {
    let desktop = Desktop::start().await?;
    let pair = Pair::start(Config::default());
    pair.add(&desktop);
    // As a person has it: journeys are in more of a hurry.
    pair.ctl(&desktop, 0, &["settings", "set", "poll.rest", "30s"]);
    let (ours, empty) = (program("switchback"), program("examples/empty"));
    let (mut starts, mut reads, mut baseline) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..STARTS {
        baseline.push(start(&desktop, &empty, ["first-contentful-paint"]).await[0]);
        let [board, read] = start(&desktop, &ours, ["board", "board-read"]).await;
        starts.push(board);
        reads.push(read);
    }
    // In turns: pages that two programs map are shared among whoever runs, and what else runs changes.
    let (mut empty_memory, mut memory, mut percent) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..IDLES {
        empty_memory.push(idle(&desktop, &empty).await.0);
        let (ours_memory, ours_percent) = idle(&desktop, &ours).await;
        memory.push(ours_memory);
        percent.push(ours_percent);
    }
    let (empty_memory, memory, percent) = (median(empty_memory), median(memory), median(percent));
    let figure = |name, value, unit, baseline, limit, limit_is| Figure {
        name,
        value,
        unit,
        baseline,
        baseline_is: "an empty Tauri window in the same run",
        limit: Some(limit),
        limit_is,
    };
    let (start, read, baseline) = (median(starts), median(reads), median(baseline));
    Some(vec![
        figure(
            "window: start to the board with its pairs",
            start,
            "ms",
            Some(baseline),
            baseline * START_RATIO,
            "1.5 x that",
        ),
        Figure {
            name: "window: start to the first reading of both appliances, with its network",
            value: read,
            unit: "ms",
            baseline: Some(baseline),
            baseline_is: "an empty Tauri window in the same run",
            limit: None,
            limit_is: "",
        },
        figure(
            "window: idle memory of the process tree (PSS)",
            memory,
            "MB",
            Some(empty_memory),
            empty_memory + MEMORY_OVER_MB,
            "40 MB over that",
        ),
        figure(
            "window: processor while idle, one pair at 30 s",
            percent,
            "%",
            None,
            IDLE_PERCENT,
            "product section 12",
        ),
    ])
}

/// From the start of the program to each of these paints, by the page's own clock. Milliseconds.
async fn start<const N: usize>(desktop: &Desktop, program: &Path, marks: [&str; N]) -> [f64; N] {
    let begun = SystemTime::now().duration_since(UNIX_EPOCH).expect("a clock").as_secs_f64() * 1000.0;
    let window = Window::open_program(desktop, program, &[]).await;
    let mut shown = [0.0; N];
    for (at, mark) in shown.iter_mut().zip(marks) {
        let script = format!(
            "const entry = performance.getEntriesByName('{mark}')[0]; return entry ? performance.timeOrigin + entry.startTime : null;"
        );
        *at = until(mark, Duration::from_secs(20), async || {
            window.client.execute(&script, vec![]).await.ok().and_then(|at| at.as_f64())
        })
        .await
            - begun;
    }
    window.close().await;
    shown
}

/// Memory and processor of the process tree once nothing moves any more: MB, percent of one core.
async fn idle(desktop: &Desktop, program: &Path) -> (f64, f64) {
    let mut child = desktop.command(program).spawn().expect("it starts");
    tokio::time::sleep(SETTLES).await;
    let tree = tree(child.id());
    let (mut memory, mut spent, mut before) = (Vec::new(), 0.0, threads_s(&tree));
    // Often, so that little is lost of a thread that ends.
    for _ in 0..WATCHED.as_secs() {
        tokio::time::sleep(Duration::from_secs(1)).await;
        memory.push(tree.iter().map(|process| pss_mb(*process)).sum());
        let after = threads_s(&tree);
        spent += after.iter().map(|(thread, s)| s - before.get(thread).unwrap_or(&0.0)).sum::<f64>();
        before = after;
    }
    child.kill().expect("it ends");
    child.wait().expect("it has ended");
    (median(memory), spent / WATCHED.as_secs_f64() * 100.0)
}

/// A process and everything it started.
fn tree(root: u32) -> Vec<u32> {
    let mut found = vec![root];
    let mut at = 0;
    while let Some(parent) = found.get(at).copied() {
        at += 1;
        for entry in std::fs::read_dir("/proc").expect("/proc").flatten() {
            let Some(process) = entry.file_name().to_str().and_then(|name| name.parse::<u32>().ok()) else { continue };
            if stat(process).get(1).and_then(|field| field.parse().ok()) == Some(parent) {
                found.push(process);
            }
        }
    }
    found
}

/// The fields of `/proc/PID/stat` from the state on.
fn stat(process: u32) -> Vec<String> {
    let text = std::fs::read_to_string(format!("/proc/{process}/stat")).unwrap_or_default();
    let rest = text.rsplit_once(')').map(|(_, rest)| rest).unwrap_or_default();
    rest.split_whitespace().map(ToOwned::to_owned).collect()
}

/// What each thread of these processes has spent on a processor. The nanoseconds of the scheduler (Linux, "Scheduler Statistics"): the hundredths in
/// `stat` are sampled at ticks, on which timers wake too, and read twice as much for a program that only wakes by timers.
fn threads_s(processes: &[u32]) -> BTreeMap<PathBuf, f64> {
    let folders = processes.iter().flat_map(|process| std::fs::read_dir(format!("/proc/{process}/task")));
    let spent = |thread: std::fs::DirEntry| {
        let text = std::fs::read_to_string(thread.path().join("schedstat")).ok()?;
        Some((thread.path(), text.split_whitespace().next()?.parse::<f64>().ok()? / 1e9))
    };
    folders.flatten().flatten().filter_map(spent).collect()
}

fn pss_mb(process: u32) -> f64 {
    let text = std::fs::read_to_string(format!("/proc/{process}/smaps_rollup")).unwrap_or_default();
    let line = text.lines().find_map(|line| line.strip_prefix("Pss:"));
    line.and_then(|line| line.split_whitespace().next()?.parse::<f64>().ok()).unwrap_or(0.0) / 1024.0
}

fn sizes() -> Vec<Figure> {
    let mb = |path: &Path| path.metadata().ok().map(|file| file.len() as f64 / 1_048_576.0);
    let size = |name, value: Option<f64>, limit: Option<f64>| {
        value.map(|value| Figure {
            name,
            value,
            unit: "MB",
            baseline: None,
            baseline_is: "",
            limit,
            limit_is: "product section 12",
        })
    };
    let installer = std::fs::read_dir(program("bundle/deb")).ok().and_then(|folder| {
        let mut debs: Vec<PathBuf> = folder.flatten().map(|entry| entry.path()).collect();
        debs.retain(|path| path.extension().is_some_and(|end| end == "deb"));
        debs.pop()
    });
    [
        size("program switchback", mb(&program("switchback")), None),
        size("program switchbackctl", mb(&program("switchbackctl")), None),
        size("program switchback-typeset", mb(&program("switchback-typeset")), None),
        size("installer (.deb)", installer.as_deref().and_then(mb), Some(INSTALLER_MB)),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}
