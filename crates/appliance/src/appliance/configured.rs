//! Calls of the Configuration API, signed in: reads within the share for collecting, and writes, each exactly once.

use bytes::Bytes;
use domain::observation::Trouble;
use domain::time::Utc;

use super::{Appliance, is_about_a_name};
use crate::call::Call;
use crate::configuration::CALL_MS;
use crate::limiter::Errand;
use crate::path::{Asked, Exchanged, Failed, Parcel};
use crate::unread::Unread;
use crate::wire::Sent;

/// A write that got no answer.
pub(crate) struct Unanswered {
    /// Could it have reached the appliance?
    pub(crate) sent: Sent,
    pub(crate) trouble: Trouble,
}

impl Appliance {
    /// One `GET` of the Configuration API: its 200, or why there is none.
    pub(crate) async fn read_configuration(&self, at: &str, errand: Errand) -> Result<Exchanged, Unread> {
        let limits = self.path().limits.patient(CALL_MS);
        let asked = Asked { call: Call::ReadConfiguration, at: Some(at), errand, limits };
        let signed =
            self.read_asked(asked, u64::MAX, None).await.map_err(|stopped| Unread::Trouble(stopped.trouble))?;
        match signed.exchanged.response.status {
            200 => Ok(signed.exchanged),
            _ => Err(Unread::of(&signed.exchanged.response)),
        }
    }

    pub(crate) fn now_utc(&self) -> Utc {
        self.path().clock.now_utc()
    }

    /// One write, sent at most once whatever comes of it: not even a refused token has it sent again.
    pub(crate) async fn write_configuration(
        &self,
        call: Call,
        at: &str,
        body: Option<Bytes>,
    ) -> Result<Exchanged, Unanswered> {
        let unsent = |trouble| Unanswered { sent: Sent::No, trouble };
        let (account, token, _) =
            self.token(u64::MAX, Errand::Look).await.map_err(|stopped| unsent(stopped.trouble))?;
        let parcel = Parcel {
            at: Some(at),
            errand: Errand::Look,
            limiter: Some(&account.limiter),
            authorization: Some(token.bearer()),
            secrets: vec![&token.text, &account.secret],
            content: body.map(|body| ("application/json", body)),
            limits: self.path().limits.patient(CALL_MS),
            same_peer: None,
        };
        match self.path().send(call, parcel).await {
            Ok(exchanged) => {
                self.remember_certificate(&exchanged);
                if exchanged.response.status == 401 && !is_about_a_name(call, &exchanged.response) {
                    self.discard(&token);
                }
                Ok(exchanged)
            }
            Err(Failed::Limited(trouble)) => Err(unsent(trouble)),
            Err(Failed::Transport(error)) => Err(Unanswered { sent: error.sent, trouble: error.trouble() }),
        }
    }
}
