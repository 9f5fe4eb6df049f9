//! What the web view is told on Linux before it starts; elsewhere the system has it its own way.

/// Two choices for a window that stands still for most of its life, each unless the person who starts the program says otherwise in
/// the same variable. Both are the engine's own; one that does not know a variable does not read it.
///
/// - It paints by the processor. WebKitGTK paints by OpenGL where it can; a text that changes is painted sooner by the processor
///   than a shader is made for it: less memory, and on computers without a graphics card (servers, virtual machines) less work.
///   Composing, scrolling and the screen stay as the system has them (WebKitGTK, "Environment variables", since 2.46).
/// - Its scripts are compiled simply, not a second time to run faster: for that a page has to work for long, and what works here
///   is the program. Megabytes less, and fewer threads (JavaScriptCore's option `useDFGJIT`; every option is read as `JSC_…`).
#[cfg(target_os = "linux")]
pub(crate) fn is_frugal() {
    for (name, value) in [("WEBKIT_SKIA_ENABLE_CPU_RENDERING", "1"), ("JSC_useDFGJIT", "0")] {
        // It fails only for a name with "=" in it.
        drop(glib::setenv(name, value, false));
    }
}

#[cfg(not(target_os = "linux"))]
pub(crate) const fn is_frugal() {}
