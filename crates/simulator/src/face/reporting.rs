//! Reporting API, at `/api/reporting` (appliance-api section 5): `generate_report=Syslog`, a ZIP with every file of the
//! log, rotated ones as `.gz`. What is no ZIP is XML.
//!
//! The order of the checks: token 401, rate 429, method 405, media type 415, the report, the permission. The other
//! reports are about sessions, which this simulation does not have.

use std::io::{Cursor, Write as _};

use flate2::{Compression, GzBuilder};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::message::{Answer, Request};
use super::xml::Element;
use super::{refusal, token, v1};
use crate::call::Door;
use crate::config::Product;
use crate::model::Model;
use crate::model::log::Log;
use crate::switch::{V1Denied, V1Namespace};
use crate::which::Which;

pub(super) const PATH: &str = "/api/reporting";

/// The live file; its rotated ones have a number and `.gz` behind. The names of a real appliance are UNKNOWN.
const LIVE: &str = "syslog.log";

pub(super) fn answer(model: &mut Model, who: Which, door: Door, request: &Request) -> Answer {
    token::signed_in(model, who, door, request, |model| {
        if !matches!(request.method.as_str(), "GET" | "HEAD" | "POST") {
            return refusal::method_not_allowed("GET, POST");
        }
        let Some(parameters) = v1::parameters(request) else {
            return refusal::message(415, "The body must be application/x-www-form-urlencoded.");
        };
        if parameters.get("generate_report") != Some("Syslog")
            || model.appliance(who).release() < first(model.product())
        {
            return error(model, "There is no data for this report.");
        }
        if !model.settings().perm_reporting_syslog {
            return match model.switches().v1_denied {
                V1Denied::Forbidden403 => refusal::forbidden(),
                V1Denied::Error => error(model, "Permission denied."),
            };
        }
        if request.method == "HEAD" {
            return Answer::of(200, "application/zip", Vec::new());
        }
        let packed = packed(model.log_of(who));
        model.log_downloaded(who);
        match packed {
            Ok(zip) => Answer::of(200, "application/zip", zip),
            Err(_) => error(model, "The report could not be made."),
        }
    })
}

/// The first version with the log in a report (appliance-api sections 5.1 and 8).
fn first(product: Product) -> (u32, u32) {
    match product {
        Product::Rs => (22, 0),
        Product::Pra => (23, 2),
    }
}

/// An error of the application: status 200, XML, with the namespace that goes with that of the Command API.
fn error(model: &Model, text: &str) -> Answer {
    let namespace = match model.switches().v1_namespace {
        V1Namespace::Documented => Some("https://www.beyondtrust.com/namespaces/API/reporting"),
        V1Namespace::Bomgar => Some("http://www.bomgar.com/namespaces/API/reporting"),
        V1Namespace::Sra => Some("http://www.beyondtrust.com/sra/namespaces/API/reporting"),
        V1Namespace::None => None,
    };
    Answer::of(200, "text/xml; charset=UTF-8", Element::of("error", text).document(namespace))
}

/// The files in a ZIP: the same log makes the same bytes.
fn packed(log: &Log) -> Result<Vec<u8>, zip::result::ZipError> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let plain = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    zip.start_file(LIVE, plain)?;
    zip.write_all(log.live())?;
    for (place, file) in log.rotated().enumerate() {
        let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
        zip.start_file(format!("{LIVE}.{}.gz", place + 1), stored)?;
        let mut gz = GzBuilder::new().write(Vec::new(), Compression::default());
        gz.write_all(file)?;
        zip.write_all(&gz.finish()?)?;
    }
    Ok(zip.finish()?.into_inner())
}
