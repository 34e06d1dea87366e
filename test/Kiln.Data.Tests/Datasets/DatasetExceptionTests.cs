namespace Kiln.Data.Tests;

public class DatasetExceptionTests
{
    [Fact]
    public void A_fault_of_one_sample_is_told_with_its_number_and_without_it()
    {
        var error = new DatasetException("ridge", 12, "column 'age'", "is NaN; drop the row") { Column = 3, Value = double.NaN };
        error.Message.ShouldBe("ridge: column 'age' of sample 12 is NaN; drop the row");
        error.Reason.ShouldBe("ridge: column 'age' is NaN; drop the row");
        (error.Row, error.Column, error.Value).ShouldBe((12, 3, double.NaN));
    }

    [Fact]
    public void Where_no_sample_is_at_fault_the_reason_is_the_message()
    {
        var error = new DatasetException("ridge: 3 samples but 4 targets were given");
        error.Reason.ShouldBe(error.Message);
        (error.Row, error.Column, error.Value).ShouldBe((null, null, null));
    }

    [Fact]
    public void Missing_labels_are_faults_of_a_sample()
    {
        Should.Throw<DatasetException>(() => Target.Of(["a", null!])).Reason.ShouldBe("target: the label is missing; drop the samples without one");
        Should.Throw<DatasetException>(() => Target.Of([1, double.NaN]).Distinct(out _)).Row.ShouldBe(1);
        var error = Should.Throw<DatasetException>(() => Target.Of(new NumberColumn("price", [1, 2, double.NaN])));
        error.Row.ShouldBe(2);
        error.Reason.ShouldBe("target: column 'price' is missing, as 1 of 3 values are; drop those rows");
    }
}
