using System.ComponentModel.DataAnnotations;
using System.Globalization;
using ChatRefundBot.DialogKernel.Messages;

namespace ChatRefundBot.Settings;

/// <summary>
/// Binds an options class and checks it, collecting every error where the framework's binder stops at the first one. Numbers are read
/// without regard to the machine's culture. A list is an array, or one value separated by commas, semicolons or blanks.
/// </summary>
internal sealed class SettingsBinder(IConfiguration configuration, List<string> errors)
{
    public T Bind<T>() where T : class, new()
    {
        var options = new T();
        var bound = true;
        foreach (var key in SettingKeys.Of(typeof(T))) bound &= BindOne(options, key);
        // Rules over several settings are only asked when each of them could be read, so that one slip gives one error.
        if (bound) Check(options);
        return options;
    }

    private void Check(object options)
    {
        var context = new ValidationContext(options);
        var problems = new List<ValidationResult>();
        foreach (var key in SettingKeys.Of(options.GetType()))
        {
            context.MemberName = key.Name;
            Validator.TryValidateProperty(key.Property.GetValue(options), context, problems);
        }

        // The framework's TryValidateObject would keep these back until the others are mended.
        if (options is IValidatableObject rules) problems.AddRange(rules.Validate(context));
        foreach (var problem in problems)
            Add(SettingKeys.Of(options.GetType()).First(k => problem.MemberNames.Contains(k.Name)), problem.ErrorMessage!);
    }

    private bool BindOne(object options, SettingKey key)
    {
        var section = configuration.GetSection(key.Key);
        if (key.IsList)
        {
            if (List(section) is { } list) key.Property.SetValue(options, list);
            return true;
        }

        if (section.Value is not { } text) return true;
        var (value, form) = Convert(text.Trim(), key.Property.PropertyType);
        if (value is null)
        {
            Add(key, (key.IsSecret ? "has a value that cannot be read" : $"has '{text}'") + $"; write {form}");
            return false;
        }

        key.Property.SetValue(options, value);
        return true;
    }

    private static IReadOnlyList<string>? List(IConfigurationSection section)
    {
        var items = section.GetChildren().Select(c => c.Value?.Trim()).OfType<string>().Where(v => v.Length > 0).ToArray();
        if (items.Length > 0) return items;
        return section.Value?.Split([',', ';', ' ', '\n', '\t'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
    }

    /// <returns>The value, or null and the forms that can be read.</returns>
    private static (object? Value, string Form) Convert(string text, Type type)
    {
        if (type == typeof(string)) return (text, "");
        if (type == typeof(bool)) return (bool.TryParse(text, out var flag) ? flag : null, "true or false");
        if (type == typeof(decimal))
            return (decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) ? number : null, "an amount such as 0 or 49.90");
        if (type == typeof(Language)) return (LanguageOf(text), "zh-CN or en");
        var names = Enum.GetNames(type);
        var name = Array.Find(names, n => string.Equals(n, text, StringComparison.OrdinalIgnoreCase));
        return (name is null ? null : Enum.Parse(type, name), string.Join(" or ", names));
    }

    private static object? LanguageOf(string text) =>
        Enum.GetValues<Language>().Where(l => string.Equals(l.Tag(), text, StringComparison.OrdinalIgnoreCase)).Select(l => (object)l).FirstOrDefault();

    private void Add(SettingKey key, string problem) => errors.Add($"{SettingKey.Describe(key.Key)} {problem}");
}
