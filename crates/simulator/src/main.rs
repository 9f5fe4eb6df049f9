//! `switchback-sim`: serves a simulated pair until it is told to stop. Prints one JSON line, where everything is, once
//! ready.

use std::error::Error;
use std::io::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::mpsc;

use clap::error::ErrorKind;
use clap::{Arg, ArgMatches, Args as _, Command, FromArgMatches as _};
use serde_json::{Map, Value};
use simulator::setting::{self, APPLIANCE_SETTINGS, PAIR_SETTINGS, SWITCHES, Setting};
use simulator::{CertificateKind, Config, Network, Product, Simulator, Which};

/// What is not a setting.
#[derive(clap::Args)]
struct Options {
    /// Remote Support or Privileged Remote Access
    #[arg(long, value_enum, default_value = "rs")]
    product: ProductName,
    #[arg(long, value_name = "KIND", value_parser = certificate_kind, default_value = "valid")]
    #[arg(
        help = "What a client finds when it looks at the certificate: valid, expired, not-yet-valid, other-name, self-signed"
    )]
    certificate: CertificateKind,
    /// How traffic for the site name finds an appliance
    #[arg(long, value_enum, default_value = "shared-ip")]
    network: NetworkName,
    /// Where the CA certificate is written [default: a folder for temporary files]
    #[arg(long, value_name = "DIR")]
    state_dir: Option<PathBuf>,
    /// Makes GUIDs, secrets and people
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Configuration objects beyond the small configuration it begins with
    #[arg(long, value_name = "N", default_value_t = 0)]
    objects: u64,
    /// What users connect to
    #[arg(long, value_name = "NAME", default_value = "support.example.test")]
    site_name: String,
    /// One more DNS name or IP address for the certificate
    #[arg(long = "certificate-name", value_name = "NAME")]
    certificate_names: Vec<String>,
    /// How old the last data sync is at the beginning
    #[arg(long, value_name = "MS", default_value_t = 20 * 60 * 1000)]
    last_sync_age_ms: u64,
    /// How many times faster than real time it runs
    #[arg(long, value_name = "TIMES", default_value_t = 1.0)]
    time_scale: f64,
}

#[derive(Clone, Copy, clap::ValueEnum)]
enum ProductName {
    Rs,
    Pra,
}

#[derive(Clone, Copy, clap::ValueEnum)]
enum NetworkName {
    SharedIp,
    Dns,
    Nat,
}

fn certificate_kind(word: &str) -> Result<CertificateKind, String> {
    let words = CertificateKind::ALL.map(|(_, word)| word).join(", ");
    let found = CertificateKind::ALL.into_iter().find(|(_, known)| *known == word);
    found.map(|(kind, _)| kind).ok_or_else(|| format!("wants one of {words}"))
}

fn main() -> ExitCode {
    let mut command = command();
    let matches = match command.try_get_matches_from_mut(std::env::args_os()) {
        Ok(matches) => matches,
        Err(why) => return usage(&why),
    };
    let simulator = match simulator(&matches) {
        Ok(simulator) => simulator,
        Err(why) => return usage(&command.error(ErrorKind::ValueValidation, why)),
    };
    match serve(simulator) {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            let mut causes = vec![why.to_string()];
            let mut source = why.source();
            while let Some(cause) = source {
                causes.push(cause.to_string());
                source = cause.source();
            }
            // There is nobody left to tell if standard error is gone.
            drop(writeln!(std::io::stderr(), "switchback-sim: {}", causes.join(": ")));
            ExitCode::from(1)
        }
    }
}

fn usage(why: &clap::Error) -> ExitCode {
    drop(why.print());
    u8::try_from(why.exit_code()).map_or(ExitCode::from(2), ExitCode::from)
}

/// The options, then one option for each setting: of the pair, and of each appliance with `a-` or `b-` in front.
fn command() -> Command {
    let command = Options::augment_args(Command::new("switchback-sim"))
        .version(env!("CARGO_PKG_VERSION"))
        .about("A pair of simulated appliances on loopback; prints one JSON line once ready, serves until SIGTERM");
    let command = with_settings(command, "", "Settings of the pair", PAIR_SETTINGS);
    let command = with_settings(command, "", "Switches: what the papers leave open", SWITCHES);
    let command = with_settings(command, "a-", "Settings of appliance A", APPLIANCE_SETTINGS);
    with_settings(command, "b-", "Settings of appliance B", APPLIANCE_SETTINGS)
}

fn with_settings<T>(command: Command, prefix: &str, heading: &'static str, table: &[Setting<T>]) -> Command {
    table.iter().fold(command, |command, setting| {
        let name = format!("{prefix}{}", setting.option());
        let help = format!("{} ({})", setting.about, setting.kind.wants());
        let arg = Arg::new(name.clone()).long(name).value_name("VALUE").help(help).help_heading(heading);
        command.arg(arg.allow_negative_numbers(true))
    })
}

fn simulator(matches: &ArgMatches) -> Result<Simulator, String> {
    let options = Options::from_arg_matches(matches).map_err(|why| why.to_string())?;
    if !(options.time_scale.is_finite() && options.time_scale > 0.0) {
        return Err("--time-scale wants a number greater than 0".to_owned());
    }

    let mut config = Config::seeded(options.seed);
    config.network = match options.network {
        NetworkName::SharedIp => Network::SharedIp,
        NetworkName::Dns => Network::Dns,
        NetworkName::Nat => Network::Nat,
    };
    config.product = match options.product {
        ProductName::Rs => Product::Rs,
        ProductName::Pra => Product::Pra,
    };
    config.site_name = options.site_name;
    config.objects = options.objects;
    config.last_sync_age_ms = options.last_sync_age_ms;
    take(matches, "", PAIR_SETTINGS, &mut config.settings)?;
    take(matches, "", SWITCHES, &mut config.switches)?;
    for which in Which::BOTH {
        take(matches, &format!("{which}-"), APPLIANCE_SETTINGS, &mut config.appliances[which])?;
    }

    let state_dir = options
        .state_dir
        .unwrap_or_else(|| std::env::temp_dir().join(format!("switchback-sim-{}", std::process::id())));
    let simulator = Simulator::new(config, state_dir).time_scale(options.time_scale).certificate(options.certificate);
    Ok(options.certificate_names.into_iter().fold(simulator, Simulator::also_named))
}

/// Takes the settings that were typed.
fn take<T: Clone>(matches: &ArgMatches, prefix: &str, table: &[Setting<T>], into: &mut T) -> Result<(), String> {
    let mut values = Map::new();
    for setting in table {
        let name = format!("{prefix}{}", setting.option());
        if let Some(text) = matches.get_one::<String>(&name) {
            values.insert(setting.name.to_owned(), setting.kind.typed(text));
        }
    }
    setting::write_all(table, into, &values).map_err(|why| {
        let option = why.name().replace('_', "-");
        format!("--{prefix}{option} {why}")
    })
}

fn serve(simulator: Simulator) -> Result<(), Box<dyn Error>> {
    let (stop, stopped) = mpsc::channel();
    ctrlc::set_handler(move || {
        // Told twice, it ends once.
        let _ = stop.send(());
    })?;
    let running = simulator.start()?;
    let banner: Value = serde_json::to_value(&running.banner)?;
    let mut out = std::io::stdout();
    writeln!(out, "{banner}")?;
    out.flush()?;
    stopped.recv()?;
    Ok(())
}
