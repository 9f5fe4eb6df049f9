//! The one writing thread: transactions come by a bounded queue, each caller waits until its own is durable.

use std::panic::{self, AssertUnwindSafe};
use std::sync::mpsc::{self, SyncSender};
use std::thread::{self, JoinHandle};

use rusqlite::{Connection, Transaction, TransactionBehavior};

use crate::error::StoreError;

/// Callers beyond this many wait for a place in the queue.
const QUEUE: usize = 64;

type Job = Box<dyn FnOnce(&mut Connection) + Send>;

pub(crate) struct Writer {
    // None only while dropping: closing the queue ends the thread.
    queue: Option<SyncSender<Job>>,
    thread: Option<JoinHandle<()>>,
}

impl Writer {
    /// Gives the connection to a new thread.
    pub(crate) fn start(mut connection: Connection) -> Result<Self, StoreError> {
        let (queue, jobs) = mpsc::sync_channel::<Job>(QUEUE);
        let work = move || {
            for job in jobs {
                // A caller's closure may panic; its transaction is rolled back as it unwinds and the thread lives on.
                let _ = panic::catch_unwind(AssertUnwindSafe(|| job(&mut connection)));
            }
        };
        let thread = thread::Builder::new()
            .name("store-writer".to_owned())
            .spawn(work)
            .map_err(|source| StoreError::io("starting the writing thread", source))?;
        Ok(Self { queue: Some(queue), thread: Some(thread) })
    }

    /// Runs `work` in one immediate transaction and returns when it is committed; an error rolls it back.
    /// `schema` is the version the file had when it was opened: another process may have brought it further since.
    pub(crate) fn run<T: Send + 'static>(
        &self,
        doing: &'static str,
        schema: u32,
        work: impl FnOnce(&Transaction<'_>) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        let failed = move |source| StoreError::sqlite(doing, source);
        let (answer, answered) = mpsc::sync_channel(1);
        let job = move |connection: &mut Connection| {
            let outcome = connection
                .transaction_with_behavior(TransactionBehavior::Immediate)
                .map_err(failed)
                .and_then(|transaction| {
                    same_schema(&transaction, schema, failed)?;
                    let value = work(&transaction)?;
                    transaction.commit().map_err(failed)?;
                    Ok(value)
                });
            let _ = answer.send(outcome);
        };
        let gone = StoreError::WriterGone { doing };
        match &self.queue {
            Some(queue) if queue.send(Box::new(job)).is_ok() => answered.recv().unwrap_or(Err(gone)),
            _ => Err(gone),
        }
    }

    /// Runs `work` outside a transaction.
    pub(crate) fn run_plain<T: Send + 'static>(
        &self,
        doing: &'static str,
        work: impl FnOnce(&Connection) -> rusqlite::Result<T> + Send + 'static,
    ) -> Result<T, StoreError> {
        let (answer, answered) = mpsc::sync_channel(1);
        let job = move |connection: &mut Connection| {
            let _ = answer.send(work(connection).map_err(|source| StoreError::sqlite(doing, source)));
        };
        let gone = StoreError::WriterGone { doing };
        match &self.queue {
            Some(queue) if queue.send(Box::new(job)).is_ok() => answered.recv().unwrap_or(Err(gone)),
            _ => Err(gone),
        }
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        drop(self.queue.take());
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

fn same_schema(
    transaction: &Transaction<'_>,
    expected: u32,
    failed: impl Fn(rusqlite::Error) -> StoreError,
) -> Result<(), StoreError> {
    let found: u32 = transaction.pragma_query_value(None, "user_version", |row| row.get(0)).map_err(&failed)?;
    if found == expected {
        return Ok(());
    }
    let row = crate::table::schema::read(transaction).map_err(failed)?;
    Err(StoreError::NewerProgram { written_by: row.written_by })
}
