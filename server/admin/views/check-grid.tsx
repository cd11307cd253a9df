/** A table of boxes to tick: every box is named by its row and its column, and the table scrolls by keyboard. */

type Column = {
  /** Of the form field; its values are those of the ticked rows. */
  readonly name: string
  readonly label: string
}
type Row = { readonly value: string; readonly label: string }

type CheckGridProps = {
  readonly caption: string
  /** What the first column holds. */
  readonly corner: string
  readonly columns: readonly Column[]
  readonly rows: readonly Row[]
  readonly checked: (column: Column, row: Row) => boolean
}

export const CheckGrid = ({ caption, corner, columns, rows, checked }: CheckGridProps) => (
  <section class="scroll" tabindex={0} aria-label={caption}>
    <table class="table">
      <thead>
        <tr>
          <th scope="col">{corner}</th>
          {columns.map(({ name, label }) => (
            <th key={name} scope="col" class="c">
              {label}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(row => (
          <tr key={row.value}>
            <th scope="row">{row.label}</th>
            {columns.map(column => (
              <td key={column.name} class="c">
                <label>
                  <span class="vh">{`${row.label}, ${column.label}`}</span>
                  <input type="checkbox" name={column.name} value={row.value} checked={checked(column, row)} />
                </label>
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  </section>
)
