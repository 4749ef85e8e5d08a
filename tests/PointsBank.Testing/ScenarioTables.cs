// What the ledger does and refuses, line by line.
namespace PointsBank.Testing;

public static class ScenarioTables
{
    public static IReadOnlyDictionary<string, string> All { get; } = new Dictionary<string, string>
    {
        ["a day at the bank"] = """
            open    H1                                                      ok
            award   E1 H1 10                                                ok
            balance H1 posted 10 held 0 available 10
            balance H1.merit posted 10 held 0 available 10
            balance issuance.points posted -10 held 0 available -10
            hold    R1 H1 8                                                 ok
            balance H1 posted 10 held 8 available 2
            award   E1 H1 10                                                replayed
            post    E2 redemption H1 -3 shop1 3                             would_pass_floor
            settle  E3 R1 8                                                 ok
            balance H1 posted 2 held 0 available 2
            balance shop1 posted 8 held 0 available 8
            balance H1.merit posted 10 held 0 available 10
            entries 2
            """,
        ["several units in one entry"] = """
            post    E1 opening opening.points -20 H1 20                     ok
            post    E2 stock source.goods/rice -5 shelf1.goods/rice 5 cash -2500 cost 2500   would_pass_floor
            post    E3 transfer fund -10000 cash 10000                      ok
            post    E4 stock source.goods/rice -5 shelf1.goods/rice 5 cash -2500 cost 2500   ok
            post    E5 redemption H1 -12 shop1 12 shelf1.goods/rice -2 issued.goods/rice 2   ok
            post    E6 redemption H1 -12 shop1 12 shelf1.goods/rice -2 issued.goods/rice 2   would_pass_floor
            post    E7 redemption H1 -1 shop1 1 shelf1.goods/rice -4 issued.goods/rice 4     would_pass_floor
            post    E8 credit issuance.points -2 H1 2 issuance.merit -2 H1.merit 2 issuance.minutes -60 M1.minutes 60   ok
            balance H1 posted 10 held 0 available 10
            balance M1.minutes posted 60 held 0 available 60
            balance shelf1.goods/rice posted 3 held 0 available 3
            balance cash posted 7500 held 0 available 7500
            balance source.goods/rice posted -5 held 0 available -5
            """,
        ["the issue ceiling is a floor"] = """
            open    issuance.points floor -100                              ok
            award   E1 H1 60                                                ok
            award   E2 H1 41                                                would_pass_floor
            award   E3 H1 40                                                ok
            award   E4 H2 1                                                 would_pass_floor
            terms   issuance.points floor -101 open                         ok
            award   E4 H2 1                                                 ok
            balance issuance.points posted -101 held 0 available -101
            """,
        ["points on public notice count against the ceiling"] = """
            open    issuance.points floor -10                               ok
            hold    R1 issuance.points 6                                    ok
            hold    R2 issuance.points 5                                    would_pass_floor
            award   E1 H1 5                                                 would_pass_floor
            award   E2 H1 4                                                 ok
            post    E3 credit issuance.points -6 H2 6                       would_pass_floor
            settle  E3 R1 6 from issuance.points                            ok
            balance issuance.points posted -10 held 0 available -10
            """,
        ["a hold is settled in part and the rest is released"] = """
            award   E1 H1 10                                                ok
            hold    R1 H1 8                                                 ok
            settle  E2 R1 5                                                 ok
            balance H1 posted 5 held 0 available 5
            settle  E2 R1 5                                                 replayed
            settle  E3 R1 1                                                 hold_ended
            void    R1                                                      hold_ended
            """,
        ["a hold is given back"] = """
            award   E1 H1 10                                                ok
            hold    R1 H1 10                                                ok
            hold    R1 H1 10                                                replayed
            hold    R1 H1 9                                                 key_reused
            hold    R2 H1 1                                                 would_pass_floor
            void    R1                                                      ok
            void    R1                                                      replayed
            void    R1 key=another                                          hold_ended
            expire  R1                                                      key_reused
            settle  E2 R1 1                                                 hold_ended
            hold    R2 H1 1                                                 ok
            balance H1 posted 10 held 1 available 9
            """,
        ["a hold past its time cannot be settled though nobody swept"] = """
            award   E1 H1 10                                                ok
            hold    R1 H1 8 for 3d                                          ok
            hold    R2 H1 1 for 0d                                          hold_expired
            expire  R1                                                      hold_not_due
            clock   +3d
            balance H1 posted 10 held 8 available 2
            settle  E2 R1 8                                                 hold_expired
            post    E3 redemption H1 -3 shop1 3                             would_pass_floor
            expire  R1                                                      ok
            expire  R1                                                      replayed
            settle  E2 R1 8                                                 hold_ended
            post    E3 redemption H1 -3 shop1 3                             ok
            balance H1 posted 7 held 0 available 7
            """,
        ["a hold past its time may be given back"] = """
            award   E1 H1 10                                                ok
            hold    R1 H1 8 for 1h                                          ok
            clock   +1h
            void    R1                                                      ok
            balance H1 posted 10 held 0 available 10
            """,
        ["no more than is held, and from nowhere else"] = """
            award   E1 H1 10                                                ok
            award   E2 H2 10                                                ok
            hold    R1 H1 4                                                 ok
            settle  E3 R1 5                                                 exceeds_hold
            settle  E4 R1 4 from H2                                         exceeds_hold
            settle  E5 R1 -4                                                exceeds_hold
            settle  E6 #9 4                                                 unknown_hold
            void    #9                                                      unknown_hold
            expire  #0                                                      unknown_hold
            settle  E7 R1 4                                                 ok
            balance H1 posted 6 held 0 available 6
            balance H2 posted 10 held 0 available 10
            """,
        ["a mistake is reversed once"] = """
            award   E1 H1 5                                                 ok
            reverse E2 E1                                                   ok
            reverse E2 E1                                                   replayed
            reverse E3 E1                                                   already_reversed
            reverse E4 E2                                                   is_reversal
            reverse E5 #99                                                  unknown_entry
            reverse E6 #0                                                   unknown_entry
            balance H1 posted 0 held 0 available 0
            balance H1.merit posted 0 held 0 available 0
            balance issuance.points posted 0 held 0 available 0
            entries 2
            """,
        ["what is spent can be reversed only into a deficit"] = """
            award   E1 H1 5                                                 ok
            post    E2 redemption H1 -4 shop1 4                             ok
            reverse E3 E1                                                   would_pass_floor
            reverse E3 E1 deficit                                           ok
            balance H1 posted -4 held 0 available -4
            post    E4 redemption H1 -1 shop1 1                             would_pass_floor
            hold    R1 H1 1                                                 would_pass_floor
            award   E5 H1 3                                                 ok
            balance H1 posted -1 held 0 available -1
            award   E6 H1 3                                                 ok
            post    E7 redemption H1 -2 shop1 2                             ok
            balance H1 posted 0 held 0 available 0
            """,
        ["what is held cannot be reversed away"] = """
            award   E1 H1 5                                                 ok
            hold    R1 H1 5                                                 ok
            reverse E2 E1                                                   would_pass_floor
            void    R1                                                      ok
            reverse E2 E1                                                   ok
            """,
        ["a settled redemption is reversed"] = """
            award   E1 H1 5                                                 ok
            hold    R1 H1 5                                                 ok
            settle  E2 R1 5                                                 ok
            reverse E3 E2                                                   ok
            balance H1 posted 5 held 0 available 5
            settle  E4 R1 5                                                 hold_ended
            """,
        ["a frozen account only takes in"] = """
            award   E1 H1 5                                                 ok
            terms   H1 floor 0 frozen                                       ok
            award   E2 H1 5                                                 ok
            post    E3 redemption H1 -1 shop1 1                             account_frozen
            hold    R1 H1 1                                                 account_frozen
            reverse E4 E1                                                   account_frozen
            reverse E4 E1 deficit                                           account_frozen
            terms   H1 floor 0 open                                         ok
            post    E3 redemption H1 -1 shop1 1                             ok
            balance H1 posted 9 held 0 available 9
            """,
        ["a closed account takes nothing"] = """
            award   E1 H1 5                                                 ok
            hold    R1 H1 2                                                 ok
            terms   H1 floor 0 closed                                       ok
            award   E2 H1 5                                                 account_closed
            post    E3 redemption H1 -1 shop1 1                             account_closed
            hold    R2 H1 1                                                 account_closed
            settle  E4 R1 2                                                 account_closed
            void    R1                                                      ok
            balance H1 posted 5 held 0 available 5
            """,
        ["a floor may be raised above the balance"] = """
            award   E1 H1 5                                                 ok
            terms   H1 floor 7 open                                         ok
            terms   H1 floor 7 open                                         ok
            post    E2 redemption H1 -1 shop1 1                             would_pass_floor
            award   E3 H1 3                                                 ok
            post    E2 redemption H1 -1 shop1 1                             ok
            terms   H1 floor none open                                      ok
            post    E4 redemption H1 -100 shop1 100                         ok
            balance H1 posted -93 held 0 available -93
            terms   H2 floor 0 open                                         unknown_account
            hold    R1 H2 1                                                 unknown_account
            """,
        ["only what an entry changes in all is held against the floor"] = """
            post    E1 transfer H1 -5 H1 5                                  ok
            award   E2 H1 5                                                 ok
            post    E3 transfer H1 -9 shop1 9 shop1 -4 H1 4                 ok
            balance H1 posted 0 held 0 available 0
            """,
        ["malformed requests"] = """
            award   E1 H1 5 key=none                                        key_missing
            reverse E1 #1 key=none                                          key_missing
            hold    R1 H1 1 key=none                                        key_missing
            void    #1 key=none                                             key_missing
            award   E1 H1 5 actor=王秀英                                      bad_label
            award   E1 H1 5 actor=                                          bad_label
            award   E1 H1 5 reason=                                         bad_label
            award   E1 H1 5 reason=a(b)                                     bad_label
            award   E1 H1 5 source=redemption:12;--                         bad_label
            award   E1 H1 5 rule=第三条                                       bad_label
            reverse E1 #1 actor=                                            bad_label
            hold    R1 H1 1 actor=                                          bad_label
            hold    R1 H1 1 reason=好                                        bad_label
            void    #1 actor=                                               bad_label
            terms   H1 floor 0 open actor=                                  bad_label
            post    E1 credit                                               bad_leg_count
            post    E1 credit H1 5                                          bad_leg_count
            post    E1 credit issuance.points -5 H1 5 H2 0                  bad_amount
            post    E1 credit issuance.points -1000000000001 H1 1000000000001   bad_amount
            hold    R1 H1 0                                                 bad_amount
            hold    R1 H1 -1                                                bad_amount
            hold    R1 H1 1000000000001                                     bad_amount
            post    E1 credit issuance.points -5 H1 4                       unbalanced
            post    E1 credit issuance.points -5 H1.merit 5                 unbalanced
            entries 0
            post    E1 credit issuance.points -1000000000000 H1 1000000000000   ok
            """,
        ["a key serves one request"] = """
            award   E1 H1 5                                                 ok
            award   E1 H1 6                                                 key_reused
            award   E1 H2 5                                                 key_reused
            reverse E2 E1 key=E1                                            key_reused
            award   E3 H1 1000000000001                                     bad_amount
            award   E3 H1 1                                                 ok
            clock   +400d
            award   E3 H1 1                                                 replayed
            entries 2
            """,
        ["a replay finds its first answer whatever changed since"] = """
            award   E1 H1 5                                                 ok
            hold    R1 H1 2 for 1h                                          ok
            post    E2 redemption H1 -3 shop1 3                             ok
            clock   +1h
            expire  R1                                                      ok
            terms   H1 floor 0 closed                                       ok
            award   E1 H1 5                                                 replayed
            post    E2 redemption H1 -3 shop1 3                             replayed
            reverse E3 E1                                                   account_closed
            """,
        ["where two reasons apply the first in the list is given"] = """
            award   E1 H1 5                                                 ok
            hold    R1 H1 5 for 1h                                          ok
            award   E2 H1 5 key=none actor=                                 key_missing
            post    E2 credit H1 0 actor=                                   bad_label
            post    E2 credit H1 0                                          bad_leg_count
            post    E2 credit issuance.points -5 H1 0                       bad_amount
            post    E1 credit issuance.points -5 H1 4                       unbalanced
            award   E1 H1 0                                                 bad_amount
            hold    R1 H9 0                                                 bad_amount
            hold    R1 H9 1                                                 key_reused
            hold    R2 H9 1 for 0d                                          unknown_account
            reverse E1 #99                                                  key_reused
            reverse E2 #99 actor=                                           bad_label
            settle  E1 #99 9                                                key_reused
            settle  E2 R1 6                                                 exceeds_hold
            terms   H1 floor 0 closed                                       ok
            settle  E2 R1 6                                                 exceeds_hold
            hold    R2 H1 9 for 0d                                          hold_expired
            hold    R2 H1 9                                                 account_closed
            post    E2 redemption H1 -9 shop1 9                             account_closed
            terms   H1 floor 0 frozen                                       ok
            post    E2 redemption H1 -9 shop1 9                             account_frozen
            clock   +1h
            settle  E2 R1 6                                                 hold_expired
            expire  R1                                                      ok
            settle  E2 R1 6                                                 hold_ended
            terms   H1 floor 0 open                                         ok
            reverse E2 E1                                                   ok
            reverse E3 E2                                                   is_reversal
            terms   H1 floor 0 closed                                       ok
            reverse E3 E1                                                   already_reversed
            reverse E3 E2                                                   is_reversal
            """,
    };
}
