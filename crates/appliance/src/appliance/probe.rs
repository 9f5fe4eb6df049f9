//! Probing: what an appliance can do, and which version of the Command API it does it by.

use domain::observation::{Product, Trouble, TroubleKind};

use super::looking::no_api;
use super::{Appliance, Dialect, Said, Signed, more_telling};
use crate::capabilities::Capabilities;
use crate::codec::answer::Info;
use crate::limiter::Errand;
use crate::path::{Exchanged, Stopped};
use crate::redact;

impl Appliance {
    /// Asks what this appliance can do, and tells its clock beside ours: `GET /info`, and where v2 is not there,
    /// `get_api_info` of v1.
    pub async fn probe(&self) -> Result<Capabilities, Trouble> {
        {
            let mut state = self.state();
            state.absent = None;
            state.list_absent = false;
        }
        let mut not_here = None;
        for dialect in Dialect::V2.and_other() {
            let Signed { exchanged, .. } = self.read(dialect.info_call(), u64::MAX, Errand::Look).await?;
            match dialect.info(&exchanged.response)? {
                Said::Here(info) => return Ok(self.capabilities(dialect, info, &exchanged).await),
                Said::NotHere(trouble) => not_here = Some(more_telling(not_here, trouble)),
            }
        }
        self.speaks(None);
        Err(not_here.unwrap_or_else(no_api))
    }

    async fn capabilities(&self, dialect: Dialect, info: Info, exchanged: &Exchanged) -> Capabilities {
        self.speaks(Some(dialect));
        let product = match (info.product, dialect) {
            (None, Dialect::V1) => self.product_by_list().await,
            (product, _) => product,
        };
        {
            let mut state = self.state();
            state.product = product;
            state.list_absent = dialect == Dialect::V1 && product == Some(Product::Pra);
        }
        let middle = exchanged.began.plus_ms(exchanged.ended.since_ms(exchanged.began) / 2);
        let response = &exchanged.response;
        Capabilities {
            at: exchanged.ended,
            api: dialect.api(),
            product,
            perm_command: info.perm_command(),
            command_api_version: info.command_api_version,
            config_api_version: info.config_api_version,
            reporting_api_version: info.reporting_api_version,
            backup_api_version: info.backup_api_version,
            permissions: info.permissions,
            clock_offset_ms: info.current_time.map(|told| told.since_ms(middle)),
            round_trip_ms: exchanged.round_trip_ms,
            evidence: redact::evidence(dialect.info_call(), response.status, &response.body),
        }
    }

    /// The product by the one call of v1 that Remote Support alone has (appliance-api section 2.4); absent where the
    /// answer is neither the list nor the API's error.
    async fn product_by_list(&self) -> Option<Product> {
        match self.rows_v1().await {
            Ok(_) => Some(Product::Rs),
            Err(Stopped { trouble, .. }) if trouble.kind == TroubleKind::ApiError => Some(Product::Pra),
            Err(_) => None,
        }
    }
}
