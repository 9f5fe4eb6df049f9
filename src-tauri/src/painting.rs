//! How the web view paints on Linux; elsewhere the system has it its own way.

/// Paints by the processor, unless the person who starts the program says otherwise in the same variable.
///
/// WebKitGTK paints by OpenGL where it can. This window stands still for most of its life, and a text that changes is
/// painted sooner by the processor than a shader is made for it: less memory, and on computers without a graphics
/// card (servers, virtual machines) less work. Composing, scrolling and the screen stay as the system has them.
/// The variable is WebKitGTK's own (its "Environment variables" page, since 2.46); older ones do not read it.
#[cfg(target_os = "linux")]
pub(crate) fn by_the_processor() {
    // It fails only for a name with "=" in it.
    drop(glib::setenv("WEBKIT_SKIA_ENABLE_CPU_RENDERING", "1", false));
}

#[cfg(not(target_os = "linux"))]
pub(crate) const fn by_the_processor() {}
