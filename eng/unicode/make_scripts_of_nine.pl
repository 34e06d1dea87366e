#!/usr/bin/perl
# Writes src/Kiln.Tokenizers/Unicode/scripts_of_nine.bin from Perl's Unicode data: the script of every character that Unicode 9 had, the version that the pre-tokenizer
# UnicodeScripts of Hugging Face's tokenizers knows.
#
#     perl eng/unicode/make_scripts_of_nine.pl
#
# All numbers are variable-length, seven bits a byte, low bits first. The number of ranges; for each the characters left out before it, its length, and a number
# for its script, from 1 in the order of first appearance.
use strict;
use warnings;
use Unicode::UCD qw(charprop prop_invmap);

sub number {
    my ($value) = @_;
    my $out = '';
    while ($value >= 0x80) { $out .= chr($value & 0x7F | 0x80); $value >>= 7; }
    return $out . chr($value);
}

my ($starts, $scripts) = prop_invmap('Script');
my ($ages_at, $ages) = prop_invmap('Age');
my @ranges;
my ($s, $a) = (0, 0);
for my $point (0 .. 0x10FFFF) {
    $s++ while $s + 1 < @$starts && $starts->[$s + 1] <= $point;
    $a++ while $a + 1 < @$ages_at && $ages_at->[$a + 1] <= $point;
    my ($age, $script) = ($ages->[$a], $scripts->[$s]);
    next if $age !~ /^V?(\d+)[._]/ || $1 > 9 || $script eq 'Unknown';
    if (@ranges && $ranges[-1][2] eq $script && $ranges[-1][1] == $point) { $ranges[-1][1]++; }
    else { push @ranges, [$point, $point + 1, $script]; }
}

my (%numbers, $last);
my $out = number(scalar @ranges);
$last = 0;
for my $range (@ranges) {
    my ($start, $end, $script) = @$range;
    $numbers{$script} //= 1 + keys %numbers;
    $out .= number($start - $last) . number($end - $start) . number($numbers{$script});
    $last = $end;
}

open(my $file, '>:raw', 'src/Kiln.Tokenizers/Unicode/scripts_of_nine.bin') or die $!;
print $file $out;
print scalar(@ranges), " ranges, ", scalar(keys %numbers), " scripts, ", length($out), " bytes\n";
print STDERR "$_ " for sort keys %numbers;
