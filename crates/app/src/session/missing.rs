//! Reports that are not there: the program died between an end and its report, or an older one made none.

use std::sync::Arc;

use super::Session;
use crate::desk::Desk;
use crate::report;
use crate::typed::Typed;

impl Session {
    /// Makes them one after the other. Nobody pressed a button for it: the keychain is asked nothing that a person would have
    /// to answer, and one that cannot be made is said where it is looked at.
    pub(super) async fn make_missing_reports(self: Arc<Self>) {
        let engine = self.engine();
        let Ok(all) = engine.maintenances() else { return };
        let mut made = false;
        for ended in all.into_iter().filter(|one| !one.open) {
            if self.halt.is_stopped() {
                return;
            }
            if engine.report_place(ended.number, "json").exists() {
                continue;
            }
            let desk = Desk::over(Arc::clone(&engine), Typed::default(), self.rehearsal, &self.halt, Arc::new(|_| {}));
            match report::make_by_itself(&desk, ended.number).await {
                Ok(_) => made = true,
                Err(error) => tracing::warn!(number = %ended.number, error = %error, "no report could be made"),
            }
        }
        if made {
            self.board.changed();
        }
    }
}
