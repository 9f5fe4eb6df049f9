//! Pairs: described, tested, accepted, removed.

use domain::ids::{ApplianceId, Guid, PairId};
use domain::maintenance::Command;
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
        let pair = self.store.alter_pair(pair.id, move |pair| match side {
            Some(side) => pair.appliances.of_mut(side).client_id = Some(client_id),
            None => pair.client_id = Some(client_id),
        })?;
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

    /// Accepts a replaced appliance or key after a person compared it, in an open maintenance too.
    pub fn accept(
        &self,
        name: &str,
        label: &str,
        guid: Option<Guid>,
        pin: Option<String>,
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
        match self.open_record(pair.id)? {
            Some(mut record) => {
                record.change_pair_too(pair.clone());
                record.command(self, &Command::Accept { side, guid, pin }, |_| Ok(()))?;
                self.disconnect(pair.id);
            }
            None => self.change_pair(&pair)?,
        }
        Ok(pair)
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
