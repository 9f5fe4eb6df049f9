//! Pairs: described, tested, accepted, removed.

use domain::ids::{ApplianceId, Guid, PairId};
use domain::maintenance::{Command, Maintenance, decide};
use domain::observation::Trouble;
use domain::pair::{Pair, Trust};
use domain::role::{Both, Side};
use secrecy::{ExposeSecret, SecretString};

use crate::engine::Engine;
use crate::error::EngineError;
use crate::looks::Depth;

/// What one appliance answered to a test.
#[derive(Clone, Debug)]
pub struct ApplianceTest {
    pub label: String,
    pub guid: Option<Guid>,
    pub hostname: Option<String>,
    pub capabilities: Result<appliance::Capabilities, Trouble>,
    pub look: domain::observation::Observation,
    pub certificate: Option<appliance::PresentedCertificate>,
}

impl Engine {
    #[must_use]
    pub fn new_pair_id(&self) -> PairId {
        PairId((self.host.uuid)())
    }

    #[must_use]
    pub fn new_appliance_id(&self) -> ApplianceId {
        ApplianceId((self.host.uuid)())
    }

    /// Adds a pair. What is wrong in it is told before anything is written.
    pub fn add_pair(&self, pair: &Pair) -> Result<(), EngineError> {
        check_pair(pair)?;
        Ok(self.store.add_pair(pair)?)
    }

    /// Changes a pair. While a maintenance is open, its appliances stay the ones that were planned with.
    pub fn change_pair(&self, pair: &Pair) -> Result<(), EngineError> {
        check_pair(pair)?;
        if let Some(row) = self.store.open_maintenance(pair.id)?
            && let Some(before) = self.store.pair(pair.id)?
            && !same_appliances(&before, pair)
        {
            return Err(store::StoreError::OpenMaintenance { number: row.number }.into());
        }
        self.store.change_pair(pair)?;
        self.disconnect(pair.id);
        Ok(())
    }

    /// Removes a pair and its secrets. The record of its maintenances stays.
    pub async fn remove_pair(&self, name: &str) -> Result<(), EngineError> {
        let pair = self.pair_named(name)?;
        if let Some(row) = self.store.open_maintenance(pair.id)? {
            return Err(store::StoreError::OpenMaintenance { number: row.number }.into());
        }
        self.host.secrets.remove(&pair).await?;
        for label in [None, Some(&pair.appliances.home.label), Some(&pair.appliances.stand_in.label)] {
            self.host.secrets.forget_typed(pair.id, label.map(String::as_str));
        }
        self.store.remove_pair(pair.id)?;
        self.disconnect(pair.id);
        Ok(())
    }

    /// Puts a secret into the keychain, for the pair or for one appliance, and notes the client id. The keychain comes
    /// first: a client id without a secret would be half a credential.
    pub async fn put_credential(
        &self,
        name: &str,
        label: Option<&str>,
        client_id: &str,
        secret: SecretString,
    ) -> Result<Pair, EngineError> {
        let pair = self.pair_named(name)?;
        check_client_id(client_id)?;
        if secret.expose_secret().is_empty() {
            return Err(EngineError::BadInput {
                what: "the secret is empty".to_owned(),
                hint: "Give the secret that belongs to this client id.".to_owned(),
            });
        }
        let side = label.map(|label| self.side_of(&pair, label)).transpose()?;
        let appliance = side.map(|side| pair.appliance(side).id);
        self.host.secrets.put(pair.id, appliance, secret).await?;
        self.host.secrets.forget_typed(pair.id, label);
        // The pair as it is now: the keychain may have asked a person, and that takes its time.
        let client_id = client_id.to_owned();
        let pair = self.store.alter_pair(pair.id, move |pair| set_client_id(pair, appliance, client_id))?;
        self.disconnect(pair.id);
        self.forget_rejections(&pair);
        Ok(pair)
    }

    /// Notes the client id of a secret that is typed for this run only.
    pub fn note_client_id(&self, name: &str, client_id: &str) -> Result<Pair, EngineError> {
        let id = self.pair_named(name)?.id;
        check_client_id(client_id)?;
        let client_id = client_id.to_owned();
        let pair = self.store.alter_pair(id, move |pair| pair.client_id = Some(client_id))?;
        self.disconnect(id);
        Ok(pair)
    }

    fn side_of(&self, pair: &Pair, label: &str) -> Result<Side, EngineError> {
        pair.side_of_label(label)
            .ok_or_else(|| EngineError::NoSuchAppliance { pair: pair.name.clone(), label: label.to_owned() })
    }

    /// Signs in to both appliances and tells what each can do; remembers GUIDs told for the first time.
    pub async fn test_pair(&self, name: &str) -> Result<(Pair, Both<ApplianceTest>), EngineError> {
        let pair = self.pair_named(name)?;
        let connection = self.connect(&pair).await;
        let (home, stand_in) =
            futures::join!(self.probe(&connection, Side::Home), self.probe(&connection, Side::StandIn));
        let gathered = self.gather(&connection, Depth::Full, None).await;
        match self.expected_guids(&pair, &gathered) {
            Ok(_) | Err(EngineError::Trouble { .. } | EngineError::GuidUnknown { .. }) => {}
            Err(error) => return Err(error),
        }
        for side in Side::BOTH {
            let told = gathered.round.of(side).reading().and_then(|reading| reading.guid.clone());
            if let (Some(expected), Some(answered)) = (pair.appliance(side).guid.clone(), told)
                && expected != answered
            {
                return Err(EngineError::OtherAppliance {
                    label: pair.appliance(side).label.clone(),
                    expected,
                    answered,
                });
            }
        }
        // Where trust failed, the key that was shown is what a person compares.
        let mut certificates = gathered.certificates.map(|_, seen| seen.as_deref().cloned());
        for side in Side::BOTH {
            if certificates.of(side).is_none() {
                *certificates.of_mut(side) = self.host.ways.shown(&pair, side).await;
            }
        }
        let test = |side: Side, capabilities| {
            let look = gathered.round.of(side).clone();
            ApplianceTest {
                label: pair.appliance(side).label.clone(),
                guid: look.reading().and_then(|reading| reading.guid.clone()),
                hostname: look.reading().and_then(|reading| reading.hostname.clone()),
                capabilities,
                look,
                certificate: certificates.of(side).clone(),
            }
        };
        let tests = Both::new(test(Side::Home, home), test(Side::StandIn, stand_in));
        Ok((self.pair_named(name)?, tests))
    }

    /// Accepts a replaced appliance or key after a person compared it, in an open maintenance too. Who confirmed it is
    /// noted in the same write: in the maintenance, or where none is open on the pair.
    pub fn accept(
        &self,
        name: &str,
        label: &str,
        guid: Option<Guid>,
        pin: Option<String>,
        confirmed_by: Option<&str>,
    ) -> Result<Pair, EngineError> {
        let mut pair = self.pair_named(name)?;
        let side = self.side_of(&pair, label)?;
        if let Some(guid) = &guid {
            if pair.appliance(side.other()).guid.as_ref() == Some(guid) {
                return Err(EngineError::SameAppliance { guid: guid.clone() });
            }
            pair.appliances.of_mut(side).guid = Some(guid.clone());
        }
        if let Some(pin) = &pin {
            pair.appliances.of_mut(side).trust = Trust::Pin(pin.clone());
        }
        let what = match (&guid, &pin) {
            (Some(_), Some(_)) => "GUID and the new key",
            (Some(_), None) => "GUID",
            (None, _) => "key",
        };
        let note = confirmed_by.map(|who| format!("The new {what} of {label} was confirmed by {who}."));
        match self.open_record(pair.id)? {
            Some(mut record) => {
                record.change_pair_too(pair.clone());
                let accepted = |m: &Maintenance| {
                    let now = self.host.clock.now_utc();
                    let mut events = decide(m, Command::Accept { side, guid: guid.clone(), pin: pin.clone() }, now)?;
                    if let Some(text) = &note {
                        events.extend(decide(m, Command::Note { text: text.clone() }, now)?);
                    }
                    Ok(events)
                };
                record.decide(self, accepted, |_| Ok(()))?;
                self.disconnect(pair.id);
            }
            None => {
                if let Some(text) = &note {
                    // A pair's note has no time of its own.
                    let line = format!("{}: {text}", self.host.clock.now_utc());
                    pair.note = if pair.note.is_empty() { line } else { format!("{}\n{line}", pair.note) };
                }
                self.change_pair(&pair)?;
            }
        }
        Ok(pair)
    }
}

/// By the appliance the secret was stored for, wherever it stands in the pair now; one that is no longer of it has none.
fn set_client_id(pair: &mut Pair, appliance: Option<ApplianceId>, client_id: String) {
    match appliance {
        None => pair.client_id = Some(client_id),
        Some(id) => {
            if let Some(side) = pair.side_of_appliance(id) {
                pair.appliances.of_mut(side).client_id = Some(client_id);
            }
        }
    }
}

fn check_client_id(client_id: &str) -> Result<(), EngineError> {
    let bad = |what: &str| EngineError::BadInput {
        what: what.to_owned(),
        hint: "The client id stands under /login > Management > API Configuration.".to_owned(),
    };
    if client_id.trim().is_empty() {
        return Err(bad("the client id is empty"));
    }
    if client_id.len() > 40 || client_id.chars().any(|c| c.is_whitespace() || c.is_control() || c == ':') {
        return Err(bad("the client id is longer than 40 characters, or holds a blank or a colon"));
    }
    Ok(())
}

/// Which appliance is which side: what an open maintenance was planned with.
fn same_appliances(a: &Pair, b: &Pair) -> bool {
    Side::BOTH.into_iter().all(|side| {
        let (a, b) = (a.appliance(side), b.appliance(side));
        a.id == b.id && a.label == b.label
    })
}

/// What must be true of a pair before it is written.
fn check_pair(pair: &Pair) -> Result<(), EngineError> {
    let bad = |what: String, hint: &str| Err(EngineError::BadInput { what, hint: hint.to_owned() });
    if pair.name.trim().is_empty() || pair.name.chars().count() > 100 || pair.name.chars().any(char::is_control) {
        return bad(
            "the pair's name is empty, longer than 100 characters, or holds a control character".to_owned(),
            "Give it a short name, such as support.",
        );
    }
    let (home, stand_in) = (&pair.appliances.home, &pair.appliances.stand_in);
    for appliance in [home, stand_in] {
        let label = &appliance.label;
        if label.trim().is_empty()
            || label.chars().count() > 40
            || label.chars().any(|c| c.is_control() || c.is_whitespace() || c == '=')
        {
            return bad(
                format!("'{label}' cannot be a label: it is empty, longer than 40 characters, or holds a blank or ="),
                "Give each appliance a short label, such as atl-1.",
            );
        }
    }
    if home.label == stand_in.label {
        return bad(format!("both appliances have the label '{}'", home.label), "Give each its own label.");
    }
    if home.address == stand_in.address {
        return bad(
            format!("both appliances have the address {}", home.address),
            "Give each appliance its own address, never the site name or a shared IP.",
        );
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use domain::pair::{Guard, Network, PairAppliance, Proxy, Stated};

    use super::*;

    #[test]
    fn a_client_id_goes_to_the_appliance_its_secret_was_stored_for_wherever_that_stands_now() {
        let appliance = |id: u128, label: &str| PairAppliance {
            id: ApplianceId(uuid::Uuid::from_u128(id)),
            label: label.to_owned(),
            address: format!("{label}.example.test").parse().expect("an address"),
            server_name: None,
            trust: Trust::System,
            guid: None,
            swing_address: None,
            client_id: None,
        };
        let (home, stand_in) = (appliance(2, "atl-1"), appliance(3, "atl-2"));
        let id = stand_in.id;
        let mut pair = Pair {
            id: PairId(uuid::Uuid::from_u128(1)),
            name: "support".to_owned(),
            site_name: "support.example.test".parse().expect("a site name"),
            site_address: None,
            network: Network::SharedIp,
            shared_ips: Vec::new(),
            resolvers: Vec::new(),
            proxy: Proxy::Direct,
            guard: Guard::Test,
            product: None,
            client_id: None,
            note: String::new(),
            settings: Default::default(),
            stated: Stated::default(),
            // Meanwhile the stand-in became the home primary.
            appliances: Both::new(stand_in, home),
        };
        set_client_id(&mut pair, Some(id), "of-atl-2".to_owned());
        assert_eq!(pair.appliances.home.client_id.as_deref(), Some("of-atl-2"));
        assert_eq!((&pair.appliances.stand_in.client_id, &pair.client_id), (&None, &None));
        set_client_id(&mut pair, Some(ApplianceId(uuid::Uuid::from_u128(9))), "of-nobody".to_owned());
        set_client_id(&mut pair, None, "of-both".to_owned());
        assert_eq!(pair.client_id.as_deref(), Some("of-both"));
        assert_eq!(pair.appliances.home.client_id.as_deref(), Some("of-atl-2"));
    }
}
