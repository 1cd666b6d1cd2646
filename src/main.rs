//! The command line of guichet.

use std::process::ExitCode;

fn main() -> ExitCode {
    guichet::cli::main()
}
