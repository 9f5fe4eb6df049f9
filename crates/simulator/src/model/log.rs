//! The log of each appliance (failover-and-syslog section 4): what happened, as lines of syslog, in a live file and
//! rotated ones. What is not known is one of the switches `syslog_header`, `log_history` and `role_in_log`.

use std::collections::VecDeque;
use std::sync::Arc;

use super::Model;
use super::change::Actor;
use crate::objects::told::Fields;
use crate::switch::LogHistory;
use crate::which::Which;

mod line;
mod noise;

use line::Head;

/// Which part of an appliance says something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Site {
    /// `/login`, and the APIs.
    Login,
    /// `/appliance`: another site id, and another name.
    Appliance,
}

impl Site {
    /// One id per site; the two that were seen (appliance-api section 5.1).
    fn id(self) -> &'static str {
        match self {
            Self::Login => "1427",
            Self::Appliance => "0927",
        }
    }
}

/// The files of one appliance's log.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Log {
    live: Vec<u8>,
    /// The newest first.
    rotated: VecDeque<Arc<Vec<u8>>>,
    /// How many messages were written: each is another process.
    messages: u32,
}

impl Log {
    /// The live file.
    #[must_use]
    pub fn live(&self) -> &[u8] {
        &self.live
    }

    /// The rotated files, the newest first.
    pub fn rotated(&self) -> impl Iterator<Item = &[u8]> {
        self.rotated.iter().map(|file| file.as_slice())
    }

    /// Everything, the oldest first.
    #[must_use]
    pub fn whole(&self) -> Vec<u8> {
        let rotated = self.rotated.iter().rev().flat_map(|file| file.iter());
        rotated.chain(&self.live).copied().collect()
    }

    /// How many messages there ever were.
    #[must_use]
    pub fn message_count(&self) -> u32 {
        self.messages
    }

    fn pid(&mut self) -> u32 {
        self.messages = self.messages.wrapping_add(1);
        12_000 + self.messages.wrapping_mul(7) % 80_000
    }

    /// Writes one line. A file that is full is rotated first, so a message may lie in two.
    fn write(&mut self, line: &[u8], file_bytes: usize, files_kept: usize) {
        if !self.live.is_empty() && self.live.len() + line.len() + 1 > file_bytes {
            self.rotate(files_kept);
        }
        self.live.extend_from_slice(line);
        self.live.push(b'\n');
    }

    fn rotate(&mut self, files_kept: usize) {
        self.rotated.push_front(Arc::new(std::mem::take(&mut self.live)));
        self.rotated.truncate(files_kept);
    }
}

impl Model {
    /// The log of this appliance.
    #[must_use]
    pub fn log_of(&self, which: Which) -> &Log {
        &self.appliances[which].log
    }

    /// Something happens on an appliance that lives: a message with the usual fields, then these.
    pub(crate) fn log(&mut self, which: Which, site: Site, actor: &Actor, event: &str, fields: Fields) {
        self.log_at(self.now_ms, which, site, actor, event, fields);
    }

    fn log_at(&mut self, at_ms: i64, which: Which, site: Site, actor: &Actor, event: &str, mut fields: Fields) {
        if !self.appliances[which].alive {
            return;
        }
        let when = self.appliances[which].clock_ms(at_ms).div_euclid(1000);
        let of_site = match site {
            Site::Login => self.site_name.clone(),
            Site::Appliance => format!("{}/appliance", self.site_name),
        };
        let mut said = vec![
            ("site".to_owned(), of_site),
            ("when".to_owned(), when.to_string()),
            ("who".to_owned(), actor.who.clone()),
            ("who_ip".to_owned(), actor.who_ip.clone()),
            ("event".to_owned(), event.to_owned()),
        ];
        said.append(&mut fields);
        // Logins were seen with their keys in the order of the alphabet.
        if matches!(event, "login" | "logout") {
            said.sort();
        }
        self.write_message(at_ms, which, site, &line::payload(&said));
    }

    fn write_message(&mut self, at_ms: i64, which: Which, site: Site, payload: &[u8]) {
        let form = self.switches.syslog_header;
        let (bytes, kept) = (self.settings.log_file_bytes, self.settings.log_files_kept);
        let appliance = &mut self.appliances[which];
        let head = Head {
            own_ms: appliance.clock_ms(at_ms),
            timezone_offset_s: appliance.settings.timezone_offset_s,
            host: appliance.settings.hostname.clone(),
            pid: appliance.log.pid(),
            site_id: site.id(),
        };
        for line in head.lines(form, payload) {
            appliance.log.write(&line, bytes, kept);
        }
    }

    /// What a data sync makes of the backup's log.
    pub(super) fn carry_log_over(&mut self, primary: Which) {
        if self.switches.log_history == LogHistory::Replaced {
            let log = self.appliances[primary].log.clone();
            self.appliances[primary.peer()].log = log;
        }
    }
}
