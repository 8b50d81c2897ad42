//! The steps that cannot be skipped: these programs must not compile.
//!
//! Each failing program has a twin here that differs in the one line meant and compiles, so that
//! none fails for another reason. The twins are modules of this test, which spares building the
//! whole crate a second time.

#[path = "../compile_fail/pass_ballot_box_of_record.rs"]
mod ballot_box_of_record;
#[path = "../compile_fail/pass_verified_by_verify.rs"]
mod verified_by_verify;

#[test]
fn no_step_from_bytes_to_result_can_be_skipped() {
    ballot_box_of_record::main();
    verified_by_verify::main();
    trybuild::TestCases::new().compile_fail("tests/compile_fail/fail_*.rs");
}
