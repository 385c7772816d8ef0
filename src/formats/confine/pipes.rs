//! Standard input and output without the buffers of terminals: an answer full of line ends must go through the pipe in
//! one piece, or its reader is woken twice.
//!
//! On Unix they are used where they lie, as descriptors 0 and 1, so that these two are all that a worker keeps; a copy
//! would be two more.

use std::io::{Read, Write};

#[cfg(unix)]
pub fn pipes() -> std::io::Result<(impl Read, impl Write)> {
    Ok((Pipe(std::io::stdin()), Pipe(std::io::stdout())))
}

/// A standard stream, past its buffer.
#[cfg(unix)]
struct Pipe<S>(S);

#[cfg(unix)]
impl<S: std::os::fd::AsFd> Read for Pipe<S> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        Ok(nix::unistd::read(&self.0, buffer)?)
    }
}

#[cfg(unix)]
impl<S: std::os::fd::AsFd> Write for Pipe<S> {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        Ok(nix::unistd::write(&self.0, bytes)?)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[cfg(windows)]
pub fn pipes() -> std::io::Result<(impl Read, impl Write)> {
    use std::fs::File;
    use std::os::windows::io::AsHandle;
    let input = std::io::stdin().as_handle().try_clone_to_owned()?;
    let output = std::io::stdout().as_handle().try_clone_to_owned()?;
    Ok((File::from(input), File::from(output)))
}
