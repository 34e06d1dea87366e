# Makes src/Kiln.Tokenizers/Unicode/Scripts.Table.cs: the script of every character, by Perl's copy of the Unicode Character Database (Scripts.txt).
#
#     perl eng/unicode/make_scripts.pl > src/Kiln.Tokenizers/Unicode/Scripts.Table.cs
use strict;
use warnings;
use Unicode::UCD qw(charscripts);

my $scripts = charscripts();
my @ranges;
for my $name (keys %$scripts) {
    push @ranges, map { [$_->[0], $_->[1], $name] } @{ $scripts->{$name} };
}

# A character without an entry is one of no script: it counts as common to all, as do those that are not assigned.
my %number = (Common => 0, Unknown => 0, Inherited => 1);
my $next = 2;
$number{$_} //= $next++ for sort keys %$scripts;

my (@entries, $end, $last);
($end, $last) = (0, 0);
for my $range (sort { $a->[0] <=> $b->[0] } @ranges) {
    my ($from, $to, $name) = @$range;
    my $script = $number{$name};
    if ($from > $end && $last != 0) {
        push @entries, [$end, 0];
        $last = 0;
    }

    if ($script != $last) {
        push @entries, [$from, $script];
        $last = $script;
    }

    $end = $to + 1;
}

push @entries, [$end, 0] if $last != 0;
my $version = Unicode::UCD::UnicodeVersion();
print <<"HEAD";
namespace Kiln.Tokenizers;

/// <summary>The table of scripts, of Unicode $version; made by eng/unicode/make_scripts.pl.</summary>
internal static partial class Scripts
{
    private const byte Han = $number{Han}, Hiragana = $number{Hiragana}, Katakana = $number{Katakana};

    // Where a run of characters of one script begins, times 256, and the number of the script; 0 is for characters that are common to all.
    private static ReadOnlySpan<uint> Runs =>
    [
HEAD
while (my @row = splice @entries, 0, 16) {
    print "        ", join(" ", map { sprintf "0x%X%02X,", @$_ } @row), "\n";
}

print "    ];\n}\n";
