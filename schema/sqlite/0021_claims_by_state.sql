-- What waits is found by its state and day: a village's old claims are many and all entered, and a meeting asks for those it has granted at each decision.
drop index claims_by_state;
create index claims_by_state on claims (bank, state, effective_on, number);
