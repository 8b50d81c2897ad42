//! The steps that cannot be skipped: these programs must not compile.
//!
//! Each failing program has a twin that differs in the one line meant and compiles, so that none
//! fails for another reason.

#[test]
fn no_step_from_bytes_to_result_can_be_skipped() {
    let cases = trybuild::TestCases::new();
    cases.pass("tests/compile_fail/pass_*.rs");
    cases.compile_fail("tests/compile_fail/fail_*.rs");
}
