//! The register.
pub struct Register;
