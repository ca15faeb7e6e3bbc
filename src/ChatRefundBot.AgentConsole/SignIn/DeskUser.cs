using ChatRefundBot.Handoff.Accounts;

namespace ChatRefundBot.AgentConsole.SignIn;

/// <summary>An account in the form that ASP.NET Core Identity changes: fields are set, then written with the version that was read.</summary>
internal sealed class DeskUser(StoredAccount stored)
{
    public StoredAccount Stored { get; private set; } = stored;

    /// <summary>As it shall be written.</summary>
    public AgentAccount Account { get; set; } = stored.Account;

    public void WasWritten(StoredAccount written) => (Stored, Account) = (written, written.Account);
}
