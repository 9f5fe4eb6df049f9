//! Long work of the processor within a task.

use tokio::runtime::{Handle, RuntimeFlavor};

/// Does work that takes long without an await: what waits for this thread goes on meanwhile on another, where there may be one.
pub(crate) fn beside_others<T>(work: impl FnOnce() -> T) -> T {
    let others = Handle::try_current().is_ok_and(|handle| handle.runtime_flavor() == RuntimeFlavor::MultiThread);
    if others { tokio::task::block_in_place(work) } else { work() }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc::channel;
    use std::time::Duration;

    use super::*;

    #[test]
    fn another_task_goes_on_while_one_works_on_the_only_thread() {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).build().expect("a runtime");
        let (tell, told) = channel();
        let worked = runtime.spawn(async move {
            tokio::spawn(async move { tell.send(()).expect("somebody waits") });
            beside_others(|| told.recv_timeout(Duration::from_secs(60)))
        });
        assert_eq!(runtime.block_on(worked).expect("no panic"), Ok(()));
    }

    #[test]
    fn it_works_where_there_is_no_other_thread_and_where_there_is_no_runtime() {
        assert_eq!(beside_others(|| 7), 7);
        let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
        assert_eq!(runtime.block_on(async { beside_others(|| 8) }), 8);
    }
}
