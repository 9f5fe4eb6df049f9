use crate::desk::Desk;
use crate::error::WireError;
use crate::wire;
pub(crate) async fn show(_: &Desk, _: wire::NameMaintenance) -> Result<wire::Reconciliation, WireError> { Err(WireError::usage(String::new())) }
pub(crate) async fn decide(_: &Desk, _: wire::DecideChange) -> Result<wire::Decided, WireError> { Err(WireError::usage(String::new())) }
pub(crate) async fn plan(_: &Desk, _: wire::NameMaintenance) -> Result<wire::ApplicationPlan, WireError> { Err(WireError::usage(String::new())) }
pub(crate) async fn apply(_: &Desk, _: wire::ApplyPlan) -> Result<wire::ApplicationEnd, WireError> { Err(WireError::usage(String::new())) }
