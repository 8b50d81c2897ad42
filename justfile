# What a change must pass before it is committed.
check:
    cargo fmt --check
    cargo clippy --all-targets --locked -- -D warnings
    cargo test --locked
    cargo check --locked --no-default-features --features verifier --bin scrutineer
    cargo check --locked --no-default-features --features site --bin parvis
    .ci/verifier-tree

# The tests alone.
test:
    cargo test --locked

# The sample council's website, rebuilt at every change.
serve:
    cargo run --release --locked -- serve

# The sample council's signed record and the examples of docs/, after a change of format.
sample:
    cargo run --locked --bin scrutineer -- sample
    UPDATE_DOCS=1 cargo test --locked --test verifier --test project -- format:: codes::
