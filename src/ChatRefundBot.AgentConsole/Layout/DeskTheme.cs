using MudBlazor;

namespace ChatRefundBot.AgentConsole.Layout;

/// <summary>Colours with a contrast of at least 4.5 in both themes, and the system's own fonts: nothing is fetched from elsewhere.</summary>
internal static class DeskTheme
{
    private static readonly string[] Fonts = ["system-ui", "-apple-system", "Segoe UI", "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "sans-serif"];

    public static readonly MudTheme Default = new()
    {
        PaletteLight = new PaletteLight
        {
            Primary = "#0b6b58",
            Secondary = "#4a5568",
            AppbarBackground = "#ffffff",
            AppbarText = "#1a202c",
            Background = "#f5f7f8",
            Surface = "#ffffff",
            TextPrimary = "#1a202c",
            TextSecondary = "#4a5568",
            Error = "#b3261e",
            Warning = "#8a5300",
            Success = "#146c2e",
            Info = "#1d5fa8",
            LinesDefault = "#d9dfe3",
            TableLines = "#e3e8eb",
            Divider = "#d9dfe3",
        },
        PaletteDark = new PaletteDark
        {
            Primary = "#5fd0b5",
            PrimaryContrastText = "#06241d",
            Secondary = "#a9b6c3",
            AppbarBackground = "#161b20",
            AppbarText = "#e7ecef",
            Background = "#101418",
            Surface = "#181e24",
            TextPrimary = "#e7ecef",
            TextSecondary = "#a9b6c3",
            Error = "#ffb4ab",
            ErrorContrastText = "#3b0905",
            Warning = "#ffc46b",
            WarningContrastText = "#2e1c00",
            Success = "#86dba0",
            SuccessContrastText = "#06210f",
            Info = "#9ccaff",
            InfoContrastText = "#071e35",
            LinesDefault = "#323b44",
            TableLines = "#29313a",
            Divider = "#323b44",
        },
        Typography = new Typography
        {
            Default = new DefaultTypography { FontFamily = Fonts, FontSize = "0.9375rem" },
            Button = new ButtonTypography { FontFamily = Fonts, TextTransform = "none", LetterSpacing = "0", FontWeight = "600" },
        },
        LayoutProperties = new LayoutProperties { DefaultBorderRadius = "8px", AppbarHeight = "52px" },
    };
}
