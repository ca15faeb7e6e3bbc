using ChatRefundBot.Handoff.Accounts;

namespace ChatRefundBot.AgentConsole.Layout;

/// <summary>Texts that more than one screen has, and those of signing in and of people.</summary>
internal static class Texts
{
    public static readonly Phrase Desk = new("退款服务台", "Refund desk");
    public static readonly Phrase Queue = new("待处理", "Queue");
    public static readonly Phrase People = new("人员", "People");
    public static readonly Phrase Search = new("搜索", "Search");
    public static readonly Phrase Seller = new("卖家答复", "Seller's answers");
    public static readonly Phrase SignOut = new("退出登录", "Sign out");
    public static readonly Phrase Theme = new("外观", "Appearance");
    public static readonly Phrase ThemeAuto = new("跟随系统", "Like the system");
    public static readonly Phrase ThemeLight = new("浅色", "Light");
    public static readonly Phrase ThemeDark = new("深色", "Dark");
    public static readonly Phrase OtherLanguage = new("English", "中文");
    public static readonly Phrase Menu = new("菜单", "Menu");
    public static readonly Phrase NotFound = new("没有这个页面。", "There is no such page.");
    public static readonly Phrase NoRight = new("您的账号不能看这个页面。", "Your account may not see this page.");
    public static readonly Phrase Fault = new("出错了，页面需要重新载入。没有发送的内容已保留。", "Something failed and the page has to be loaded again. What you had not sent is kept.");
    public static readonly Phrase Reload = new("重新载入", "Load again");
    public static readonly Phrase Reconnecting = new("连接中断，正在恢复……", "Connection lost, coming back…");
    public static readonly Phrase Save = new("保存", "Save");
    public static readonly Phrase Cancel = new("取消", "Cancel");
    public static readonly Phrase Close = new("关闭", "Close");

    public static readonly Phrase SignIn = new("登录", "Sign in");
    public static readonly Phrase Name = new("用户名", "Name");
    public static readonly Phrase Password = new("密码", "Password");
    public static readonly Phrase WrongSignIn = new("用户名或密码不对。", "Name or password is not right.");
    public static readonly Phrase Locked = new("尝试次数过多，账号暂时锁定，请 10 分钟后再试。", "Too many tries; the account is locked for now. Try again in ten minutes.");
    public static readonly Phrase TooMany = new("尝试过于频繁，请一分钟后再试。", "Too many tries; wait a minute, please.");
    public static readonly Phrase StoreAway = new("存储暂时连不上，请稍后再试。", "The store cannot be reached right now. Try again in a moment.");

    public static readonly Phrase NewPassword = new("设置新密码", "Choose a new password");
    public static readonly Phrase OneTimeHint = new("您用的是一次性密码，请先换成自己的密码。", "You came in with a one-time password. Choose one of your own first.");
    public static readonly Phrase CurrentPassword = new("当前密码", "Current password");
    public static readonly Phrase NewPasswordField = new("新密码（至少 10 个字符）", "New password (at least 10 characters)");
    public static readonly Phrase RepeatPassword = new("再输入一次新密码", "New password again");
    public static readonly Phrase PasswordsDiffer = new("两次输入的新密码不一样。", "The two new passwords differ.");
    public static readonly Phrase PasswordTooShort = new("新密码至少要 10 个字符。", "A new password has at least 10 characters.");
    public static readonly Phrase PasswordSame = new("新密码不能和当前密码相同。", "The new password must not be the current one.");
    public static readonly Phrase CurrentWrong = new("当前密码不对。", "The current password is not right.");

    public static readonly Phrase AddPerson = new("新增人员", "Add somebody");
    public static readonly Phrase ShownName = new("显示名称（买家可见）", "Name shown to buyers");
    public static readonly Phrase Roles = new("角色", "Roles");
    public static readonly Phrase RoleAgent = new("客服", "Agent");
    public static readonly Phrase RoleSupervisor = new("主管", "Supervisor");
    public static readonly Phrase RoleAdministrator = new("管理员", "Administrator");
    public static readonly Phrase RoleSeller = new("卖家", "Seller");
    public static readonly Phrase Status = new("状态", "Status");
    public static readonly Phrase Active = new("正常", "Active");
    public static readonly Phrase Disabled = new("已停用", "Disabled");
    public static readonly Phrase LockedOut = new("已锁定", "Locked");
    public static readonly Phrase MustChange = new("待改密码", "New password due");
    public static readonly Phrase Disable = new("停用", "Disable");
    public static readonly Phrase Enable = new("启用", "Enable");
    public static readonly Phrase ResetPassword = new("重置密码", "Reset password");
    public static readonly Phrase Unlock = new("解锁", "Unlock");
    public static readonly Phrase OneTimePassword = new("一次性密码（只显示这一次）", "One-time password (shown only this once)");
    public static readonly Phrase NameTaken = new("这个用户名已有人使用。", "This name is taken.");
    public static readonly Phrase NameRule = new("用户名为 2 到 32 个小写字母、数字、点、下划线或连字符，以字母开头。", "A name has 2 to 32 of a to z, digits, dot, underscore and hyphen, and begins with a letter.");
    public static readonly Phrase OneRole = new("至少选择一个角色。", "Choose at least one role.");
    public static readonly Phrase LastAdministrator = new("至少要保留一位可用的管理员。", "There must be at least one active administrator.");
    public static readonly Phrase ChangedMeanwhile = new("别人刚刚修改了这个账号，请看过最新内容后再试。", "Somebody changed this account meanwhile. Look at it again, then repeat.");

    public static Phrase Of(AgentRole role) => role switch
    {
        AgentRole.Agent => RoleAgent,
        AgentRole.Supervisor => RoleSupervisor,
        AgentRole.Administrator => RoleAdministrator,
        _ => RoleSeller,
    };
}
