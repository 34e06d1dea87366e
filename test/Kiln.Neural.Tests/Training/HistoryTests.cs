namespace Kiln.Neural.Tests;

public class HistoryTests
{
    [Fact]
    public void Columns_keep_their_order_and_are_found_by_name()
    {
        History history = Make();
        history.Columns.ShouldBe(["loss", "accuracy", "val_loss"]);
        history.Epochs.ShouldBe(2);
        history["loss"].ShouldBe([0.5, 0.25]);
        history.Last("accuracy").ShouldBe(0.9);
        history.Epoch(1)["loss"].ShouldBe(0.5);
    }

    [Fact]
    public void A_value_that_an_epoch_did_not_measure_is_NaN()
    {
        History history = Make();
        history["val_loss"][0].ShouldBe(double.NaN);
        history["accuracy"][0].ShouldBe(0.8);
        history["val_loss"][1].ShouldBe(0.3);
    }

    [Fact]
    public void An_unknown_column_is_named_with_those_there_are()
    {
        Should.Throw<KeyNotFoundException>(() => Make()["val_acc"]).Message.ShouldBe("history: no column 'val_acc'; there are: loss, accuracy, val_loss");
        Should.Throw<KeyNotFoundException>(() => new History()["loss"]).Message.ShouldContain("no epoch has ended");
    }

    [Fact]
    public void Csv_has_a_header_a_line_per_epoch_and_numbers_that_read_back_exactly()
    {
        var history = new History();
        history.Add([new("loss", 1.0 / 3), new("odd, \"name\"", double.NaN)]);
        history.ToCsv().ShouldBe("epoch,loss,\"odd, \"\"name\"\"\"\n1,0.3333333333333333,\n");
    }

    private static History Make()
    {
        var history = new History();
        history.Add([new("loss", 0.5), new("accuracy", 0.8)]);
        history.Add([new("loss", 0.25), new("accuracy", 0.9), new("val_loss", 0.3)]);
        return history;
    }
}
