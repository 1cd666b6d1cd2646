//! Plays the scripted conversations of `tests/conversations/`.

mod support;

use support::script;

#[test]
fn scripted_conversations_go_as_written() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let opening = support::opening();
    let mut failures = Vec::new();
    let mut played = 0;
    for path in support::files("tests/conversations", "txt") {
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        let text = std::fs::read_to_string(&path).unwrap();
        let (transcript, wrong) = runtime.block_on(script::play(&text, &opening));
        failures.extend(wrong.into_iter().map(|line| format!("{name}: {line}")));
        insta::with_settings!({prepend_module_to_snapshot => false, omit_expression => true}, {
            insta::assert_snapshot!(name, transcript);
        });
        played += 1;
    }
    assert!(failures.is_empty(), "\n{}", failures.join("\n"));
    assert!(played >= 40, "only {played} conversations were found");
}
