//! Opens a desk for each request, as a front end does.

use std::sync::{Arc, Mutex};

use app::wire::Heard;
use app::{Desk, Halt, Opening, Request, Response, WireError, dispatch};

/// One data folder.
pub(crate) struct Office {
    folder: tempfile::TempDir,
    pub(crate) heard: Arc<Mutex<Vec<Heard>>>,
}

impl Office {
    pub(crate) fn new() -> Self {
        Self { folder: tempfile::tempdir().expect("a folder"), heard: Arc::default() }
    }

    pub(crate) fn open(&self, request: &Request) -> Result<Desk, WireError> {
        let opening = Opening {
            data_dir: Some(self.folder.path().join("data")),
            someone_is_there: false,
            program: "app-test 0".to_owned(),
        };
        let heard = Arc::clone(&self.heard);
        Desk::open(
            &opening,
            request,
            None,
            &Halt::default(),
            Arc::new(move |one| heard.lock().expect("the list").push(one)),
        )
    }

    /// By name and arguments, as a window sends it.
    pub(crate) fn call(&self, name: &str, arguments: serde_json::Value) -> Result<Response, WireError> {
        let request = Request::from_json(name, arguments)?;
        let desk = self.open(&request)?;
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().expect("a runtime");
        runtime.block_on(dispatch(&desk, request))
    }

    pub(crate) fn json(&self, name: &str, arguments: serde_json::Value) -> serde_json::Value {
        let response = self.call(name, arguments).unwrap_or_else(|error| panic!("{name}: {error:?}"));
        serde_json::to_value(response).expect("JSON")
    }
}
