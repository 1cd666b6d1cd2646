//! Standard output, which whoever reads it may close at any moment (`guichet match … | head`).

use std::fmt::Arguments;
use std::io::{ErrorKind, Write};

/// Writes at once. A reader that has read enough ends the program in peace; any other failure ends it with status 2.
pub(super) fn write(text: Arguments<'_>) {
    let mut out = std::io::stdout().lock();
    let Err(error) = out.write_fmt(text).and_then(|()| out.flush()) else {
        return;
    };
    if error.kind() == ErrorKind::BrokenPipe {
        std::process::exit(0);
    }
    eprintln!("guichet: standard output cannot be written: {error}");
    std::process::exit(2);
}

macro_rules! out {
    ($($text:tt)*) => { $crate::cli::output::write(format_args!($($text)*)) };
}

macro_rules! outln {
    () => { $crate::cli::output::write(format_args!("\n")) };
    ($($text:tt)*) => {
        $crate::cli::output::write(format_args!("{}\n", format_args!($($text)*)))
    };
}
