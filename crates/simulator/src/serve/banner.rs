//! Where everything is, once a simulation runs.

use std::path::{Path, PathBuf};

use serde::Serialize;

use crate::call::Door;
use crate::model::Model;
use crate::which::Which;

/// The ports that were opened.
pub(super) struct Ports {
    pub(super) a: u16,
    pub(super) b: u16,
    pub(super) site: u16,
    pub(super) dns: u16,
    pub(super) control: u16,
}

/// An appliance's port and id, as the simulation started.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ApplianceAt {
    pub port: u16,
    pub guid: String,
}

/// The site's name and port.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SiteAt {
    pub name: String,
    pub port: u16,
}

/// The port of a server.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PortAt {
    pub port: u16,
}

/// Where everything is: the one line the program prints. All ports are on 127.0.0.1.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct Banner {
    pub a: ApplianceAt,
    pub b: ApplianceAt,
    pub site: SiteAt,
    /// A name server for the site name, UDP.
    pub dns: PortAt,
    /// The control face's URL, without a slash at the end.
    pub control: String,
    /// The file with the CA certificate to trust.
    pub ca: PathBuf,
    pub client_id: String,
    pub client_secret: String,
}

impl Banner {
    pub(super) fn of(model: &Model, ports: &Ports, ca_pem_path: &Path) -> Self {
        let guid = |which: Which| model.appliance(which).settings.guid.clone();
        let (client_id, client_secret) = model.credential();
        Self {
            a: ApplianceAt { port: ports.a, guid: guid(Which::A) },
            b: ApplianceAt { port: ports.b, guid: guid(Which::B) },
            site: SiteAt { name: model.site_name().to_owned(), port: ports.site },
            dns: PortAt { port: ports.dns },
            control: format!("http://127.0.0.1:{}", ports.control),
            ca: ca_pem_path.to_owned(),
            client_id: client_id.to_owned(),
            client_secret: client_secret.to_owned(),
        }
    }

    /// The port of a door.
    #[must_use]
    pub fn port(&self, door: Door) -> u16 {
        match door {
            Door::Appliance(Which::A) => self.a.port,
            Door::Appliance(Which::B) => self.b.port,
            Door::Site => self.site.port,
        }
    }
}

impl std::fmt::Debug for Banner {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Banner")
            .field("a", &self.a)
            .field("b", &self.b)
            .field("site", &self.site)
            .finish_non_exhaustive()
    }
}
