use crate::desk::Desk;
use crate::error::WireError;
use crate::wire;
pub(crate) async fn collect(_: &Desk, _: wire::CollectLedger) -> Result<wire::Collected, WireError> { Err(WireError::usage(String::new())) }
pub(crate) async fn list(_: &Desk, _: wire::ListChanges) -> Result<wire::ChangeList, WireError> { Err(WireError::usage(String::new())) }
pub(crate) async fn show(_: &Desk, _: wire::ShowChange) -> Result<wire::ChangeShown, WireError> { Err(WireError::usage(String::new())) }
pub(crate) async fn coverage(_: &Desk, _: wire::NameMaintenance) -> Result<wire::Coverage, WireError> { Err(WireError::usage(String::new())) }
pub(crate) async fn places(_: &Desk, _: wire::NameMaintenance) -> Result<wire::PlaceList, WireError> { Err(WireError::usage(String::new())) }
pub(crate) async fn add(_: &Desk, _: wire::AddChange) -> Result<wire::Change, WireError> { Err(WireError::usage(String::new())) }
pub(crate) async fn import(_: &Desk, _: wire::ImportLog) -> Result<wire::Collected, WireError> { Err(WireError::usage(String::new())) }
pub(crate) async fn ignore(_: &Desk, _: wire::IgnoreField) -> Result<wire::Decided, WireError> { Err(WireError::usage(String::new())) }
