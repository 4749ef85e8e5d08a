using PointsBank.Village.Callers;
namespace PointsBank.Village.Keys;

/// <summary>What an operator writes down or prints of the key, and keeps where no backup lies.</summary>
public static class RecoverySheet
{
    public static string Of(ServerKey key) => $"""
        ──────────────────────────────────────────────────────────────
        恢复单 Recovery sheet    密钥号 key {key.Name}

            {key}

        请抄在纸上锁好，不要和备份放在一起。恢复备份时要输入它：
        没有它，所有存折密码要重设，没用的兑换券作废、积分退回。
        Write this down and lock it away, not beside the backups. It is
        asked for when a backup is restored: without it every PIN is set
        anew and open vouchers are void, their points free again.
        ──────────────────────────────────────────────────────────────
        """;
}
