using System.CommandLine;
using System.Globalization;

namespace Kiln.Cli;

/// <summary>Options whose value is a whole number in a range; anything else is wrong use (exit code 2) and the message says the range.</summary>
internal static class WholeNumber
{
    /// <summary>Makes an option that is <see langword="null"/> when it is not given.</summary>
    /// <param name="name">The option with its dashes.</param>
    /// <param name="description">The line of the help.</param>
    /// <param name="least">The smallest value.</param>
    /// <param name="most">The largest value.</param>
    public static Option<int?> Option(string name, string description, int least, int most = int.MaxValue) => new(name)
    {
        Description = description,
        HelpName = "N",
        CustomParser = result =>
        {
            var text = result.Tokens[0].Value;
            if (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) && value >= least && value <= most)
            {
                return value;
            }

            var range = most == int.MaxValue ? $"of {least} or more" : $"from {least} to {most}";
            result.AddError($"{name}: expected a whole number {range}, given '{text}'.");
            return null;
        },
    };
}
