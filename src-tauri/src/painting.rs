//! How the web view paints on Linux; elsewhere the system has it its own way.

/// Paints by the processor and straight into the window, unless the person who starts the program says otherwise in the
/// same variables.
///
/// WebKitGTK paints by OpenGL and composes layers by it where it can. This window stands still for most of its life, and a
/// text that changes is painted sooner by the processor than a shader is made for it. On computers without a graphics
/// card (servers, virtual machines) composing loads a compiler for shaders into each process: 57 MB of 289 where it was
/// measured, and the first frame waits for it. The variables are WebKitGTK's own (its "Environment variables" page; the
/// first since 2.46); versions that do not know one do not read it.
#[cfg(target_os = "linux")]
pub(crate) fn by_the_processor() {
    for name in ["WEBKIT_SKIA_ENABLE_CPU_RENDERING", "WEBKIT_DISABLE_COMPOSITING_MODE"] {
        // It fails only for a name with "=" in it.
        drop(glib::setenv(name, "1", false));
    }
}

#[cfg(not(target_os = "linux"))]
pub(crate) const fn by_the_processor() {}
